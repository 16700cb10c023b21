package dev.perdure.benchmarks.recovery;

import dev.perdure.Client;
import dev.perdure.Part;
import dev.perdure.RequestId;
import dev.perdure.benchmarks.CounterWorkload;
import dev.perdure.benchmarks.load.Feeding;
import dev.perdure.benchmarks.machines.Counter;
import dev.perdure.benchmarks.measure.Usage;
import dev.perdure.benchmarks.process.NodeArguments;
import dev.perdure.node.Node;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Makes counters, and has clients add to random ones until it is killed. It says {@code made} when
 * they are there, and {@code written} when so many bytes were written after that; it goes on then,
 * but not longer than its standard input.
 */
final class Victim {
  static final String MADE = "made";
  static final String WRITTEN = "written";

  private static final int CLIENTS = 512;
  private static final long LOOK_MILLIS = 20;

  private final Client client;
  private final Ledger ledger;
  private final LongAdder acknowledged = new LongAdder();

  private Victim(Client client, Ledger ledger) {
    this.client = client;
    this.ledger = ledger;
  }

  /** Takes {@link NodeArguments}, and then the ledger, how many counters, and how many bytes. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    int counters = Integer.parseInt(NodeArguments.other(arguments, 1));
    long bytes = Long.parseLong(NodeArguments.other(arguments, 2));
    Ledger ledger = Ledger.open(Path.of(NodeArguments.other(arguments, 0)), counters);
    // Never closed: it is killed.
    Node node =
        Node.open(
            NodeArguments.config(arguments),
            CounterWorkload.countersAndFeeders().toArray(Part[]::new));
    new Feeding(node).feed(counters, 1);
    System.out.println(MADE);
    new Victim(node.client(), ledger).write(bytes);
    System.out.println(WRITTEN);
    while (System.in.read() >= 0) {
      // Only the end means something.
    }
    Runtime.getRuntime().halt(1);
  }

  /** Has clients begin, and waits until so many bytes are written. */
  private void write(long bytes) throws InterruptedException {
    long before = Usage.now().diskBytes();
    for (int i = 0; i < CLIENTS; i++) {
      add(new SplittableRandom(i));
    }
    while (written(before) < bytes) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  /** On disk, as far as the system tells, and else of states. */
  private long written(long before) {
    return Math.max(Usage.now().diskBytes() - before, acknowledged.sum() * Counter.STATE_BYTES);
  }

  private void add(SplittableRandom random) {
    int counter = random.nextInt(ledger.counters());
    RequestId id = RequestId.of(Long.toString(random.nextLong(), 36));
    ledger.asked(counter);
    var _ =
        client
            .ask(id, Counter.ref(counter), Long.class, to -> new Counter.Add(1, to))
            .thenRun(
                () -> {
                  ledger.acknowledged(counter);
                  acknowledged.increment();
                  add(random);
                });
  }
}
