package dev.perdure.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.cli.BankLedger.Fate;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Concurrent transfers by several client processes, which repeat what was not answered under the
 * same request id, while the service is killed with SIGKILL again and again.
 *
 * <p>{@code -Dcrash.kills=N} sets how often, {@code -Dcrash.seed=S} the moments, as far as a seed
 * can: they are counted in answers.
 */
final class BankCrashIT {
  private static final int KILLS = Integer.getInteger("crash.kills", 5);
  private static final long SEED = Long.getLong("crash.seed", System.nanoTime() & 0xffff_ffffL);
  private static final int CLIENTS = 3;
  private static final int MOST_ANSWERS_BETWEEN_KILLS = 500;

  @TempDir Path dir;

  @Test
  void everyTransferIsAppliedOnceWhileTheServiceIsKilled() throws Exception {
    System.out.printf("bank: %d kills, crash.seed %d%n", KILLS, SEED);
    SplittableRandom random = new SplittableRandom(SEED);
    try (BankHarness bank = new BankHarness(dir, 1_000, "same-id")) {
      bank.start();
      bank.openAccounts();
      for (int i = 0; i < CLIENTS; i++) bank.clients().start(random.nextLong());
      for (int kill = 1; kill <= KILLS; kill++) {
        bank.clients().awaitAnswers(random.nextInt(MOST_ANSWERS_BETWEEN_KILLS));
        bank.kill();
        if (kill == (KILLS + 1) / 2) {
          // Users' processes die as well; what this one had under way nobody repeats.
          bank.clients().killOne();
          bank.clients().start(random.nextLong());
        }
        bank.start();
      }
      bank.clients().awaitAnswers(MOST_ANSWERS_BETWEEN_KILLS);
      bank.clients().finish();

      assertThat(bank.problems()).as("crash.seed %d", SEED).isEmpty();
      Map<String, BankLedger.Line> ledger = bank.clients().ledger();
      System.out.printf(
          "bank: %d transfers acknowledged, %d refused, %d of unknown fate%n",
          BankBooks.count(ledger, Fate.ACKNOWLEDGED),
          BankBooks.count(ledger, Fate.REFUSED),
          BankBooks.count(ledger, Fate.UNKNOWN));
      assertThat(BankBooks.count(ledger, Fate.ACKNOWLEDGED)).isPositive();
    }
  }

  /** The planted bug of a client: a repeated transfer is a transfer of its own. */
  @Test
  void aFreshRequestIdForEachAttemptIsCaught() throws Exception {
    try (BankHarness bank = new BankHarness(dir, 50, "fresh-id")) {
      bank.start();
      bank.openAccounts();
      bank.clients().start(SEED);
      bank.clients().awaitAnswers(MOST_ANSWERS_BETWEEN_KILLS);
      bank.clients().finish();

      assertThat(bank.problemsNow()).anyMatch(problem -> problem.contains("(ACKNOWLEDGED)"));
    }
  }

  /** The planted bug of a disk: what was acknowledged last is not there after the crash. */
  @Test
  void losingTheLastAcknowledgedGroupsIsCaught() throws Exception {
    try (BankHarness bank = new BankHarness(dir, 50, "same-id")) {
      bank.start();
      bank.openAccounts();
      bank.clients().start(SEED);
      bank.clients().awaitAnswers(100);
      Path image = bank.image();
      bank.clients().awaitAnswers(100);
      bank.kill();
      bank.restore(image);
      bank.start();
      bank.clients().finish();

      List<String> problems = bank.problemsNow();
      assertThat(problems)
          .anyMatch(problem -> problem.contains("(ACKNOWLEDGED): the books have []"));
    }
  }
}
