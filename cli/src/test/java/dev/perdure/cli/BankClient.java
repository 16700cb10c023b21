package dev.perdure.cli;

import dev.perdure.cli.BankLedger.Fate;
import dev.perdure.cli.ServiceClient.Answer;
import dev.perdure.cli.ServiceClient.Refusal;
import dev.perdure.cli.ServiceClient.Reply;
import dev.perdure.cli.ServiceClient.Silence;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A process that moves money between random accounts, with several threads, until its standard
 * input ends. It tells of every answer by a line on standard output.
 *
 * <p>Arguments: its name, the number of accounts, its ledger, the file with the service's address,
 * a seed, and how it takes silence: {@code same-id} as one should, {@code fresh-id} with the bug
 * that the tests must find, and with so little patience that there is silence to be taken.
 */
final class BankClient {
  private static final int THREADS = 8;
  private static final int MOST = 600;
  private static final int GIVES_UP = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration HARDLY_ANY = Duration.ofMillis(1);
  private static final long PAUSE_MILLIS = 50;

  private final String name;
  private final int accounts;
  private final BankLedger ledger;
  private final ServiceClient client;
  private final boolean freshIds;
  private final AtomicLong attempts = new AtomicLong();
  private final CountDownLatch stopping = new CountDownLatch(1);

  private BankClient(String[] arguments) throws IOException {
    name = arguments[0];
    accounts = Integer.parseInt(arguments[1]);
    ledger = new BankLedger(Path.of(arguments[2]));
    Path address = Path.of(arguments[3]);
    // It repeats what was not answered by itself.
    client = new ServiceClient(() -> read(address), Deadline.in(Duration.ZERO));
    freshIds = arguments[5].equals("fresh-id");
  }

  public static void main(String[] arguments) throws Exception {
    BankClient self = new BankClient(arguments);
    SplittableRandom random = new SplittableRandom(Long.parseLong(arguments[4]));
    Semaphore over = new Semaphore(0);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < THREADS; i++) {
        String prefix = self.name + '-' + i + '-';
        SplittableRandom own = random.split();
        threads.execute(
            () -> {
              try {
                self.move(prefix, own);
              } catch (Exception | Error e) {
                e.printStackTrace();
                Runtime.getRuntime().halt(1);
              } finally {
                over.release();
              }
            });
      }
      System.out.println("moving");
      System.in.transferTo(java.io.OutputStream.nullOutputStream());
      self.stopping.countDown();
      over.acquire(THREADS);
    }
    self.ledger.close();
    self.client.close();
    System.out.println("over");
  }

  private void move(String prefix, SplittableRandom random)
      throws InterruptedException, IOException {
    for (long number = 1; stopping.getCount() > 0; number++) {
      int source = random.nextInt(accounts);
      int target = (source + 1 + random.nextInt(accounts - 1)) % accounts;
      BankTransfer transfer =
          new BankTransfer(
              prefix + number,
              BankHarness.account(source),
              BankHarness.account(target),
              random.nextLong(1, MOST + 1));
      ledger.write(transfer, Fate.UNKNOWN);
      ledger.write(transfer, move(transfer, random));
      System.out.println("answer");
    }
  }

  private Fate move(BankTransfer transfer, SplittableRandom random) throws InterruptedException {
    ObjectNode body =
        JsonMapper.shared()
            .createObjectNode()
            .put("target", transfer.target())
            .put("amount", transfer.amount())
            .put("reference", transfer.reference());
    while (true) {
      String id =
          freshIds ? transfer.reference() + "/" + attempts.incrementAndGet() : transfer.reference();
      Answer answer =
          client.askOnce(
              "account",
              transfer.source(),
              "Transfer",
              id,
              body,
              freshIds && random.nextBoolean() ? HARDLY_ANY : PATIENCE);
      switch (answer) {
        case Reply _ -> {
          return Fate.ACKNOWLEDGED;
        }
        case Refusal _ -> {
          return Fate.REFUSED;
        }
        case Silence _ -> {
          // Some users give up: then nobody knows, and it may be done at most once.
          if (random.nextInt(100) < GIVES_UP) return Fate.UNKNOWN;
          // As users pause between two tries; how long is nothing that the test depends on.
          var _ = stopping.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
      }
    }
  }

  /** The service's address, which changes with every start; empty while it is unknown. */
  private static Optional<URI> read(Path file) {
    try {
      String text = Files.readString(file).strip();
      return text.isEmpty() ? Optional.empty() : Optional.of(URI.create(text));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
