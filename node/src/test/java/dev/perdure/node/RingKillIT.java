package dev.perdure.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The cut between partitions, committer and clients: a hundred machines in eight partitions pass
 * tokens around while more threads than there are processors are held up at the hand-over, and the
 * process is killed with SIGKILL again and again. After each kill every token is there exactly
 * once, and has been taken as often as the machines say.
 */
final class RingKillIT {
  private static final int KILLS = 5;
  private static final int MOST_KILLS_UNTIL_CAUGHT = 12;
  private static final int MOST_REPORTS = 60;

  @TempDir Path dir;

  @Test
  void everyTokenIsThereOnceAfterEachKill() throws Exception {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    long takenBefore = 0;
    for (int life = 0; life <= KILLS; life++) {
      String account = liveAndDie("right", random);
      assertThat(account).as("seed %d, life %d", seed, life).startsWith("exact");
      long taken = Long.parseLong(account.substring("exact ".length(), account.indexOf(':')));
      assertThat(taken).as("seed %d, life %d", seed, life).isGreaterThan(takenBefore);
      takenBefore = taken;
    }
  }

  /** The planted bug: a message is handed over before the record of its step is queued. */
  @Test
  void handingOverBeforeTheRecordIsQueuedIsCaught() throws Exception {
    SplittableRandom random = new SplittableRandom(System.nanoTime());
    String account = "";
    for (int life = 0; life <= MOST_KILLS_UNTIL_CAUGHT; life++) {
      account = liveAndDie("hand-over-first", random);
      if (!account.startsWith("exact")) break;
    }
    assertThat(account).startsWith("wrong");
  }

  /** Runs the process up to a random moment; returns how it found the ring. */
  private String liveAndDie(String mode, SplittableRandom random)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                RingMain.class.getName(),
                dir.resolve(mode).toString(),
                Long.toString(random.nextLong()),
                mode)
            .redirectError(ProcessBuilder.Redirect.appendTo(dir.resolve(mode + ".log").toFile()))
            .start();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      String account = lineAfterReports(lines);
      if (!account.startsWith("exact")) return account;
      assertThat(lineAfterReports(lines)).isEqualTo("going");
      for (int reports = random.nextInt(1, MOST_REPORTS); reports > 0; reports--) {
        assertThat(lines.readLine()).isEqualTo("records");
      }
      return account;
    } finally {
      process.toHandle().destroyForcibly();
      process.onExit().join();
    }
  }

  /** The next line that is no report; says so when there is none. */
  private static String lineAfterReports(BufferedReader lines) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (!line.equals("records")) return line;
    }
    return "the process ended by itself";
  }
}
