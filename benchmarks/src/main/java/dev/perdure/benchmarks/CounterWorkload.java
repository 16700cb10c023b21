package dev.perdure.benchmarks;

import dev.perdure.Client;
import dev.perdure.RequestId;
import dev.perdure.node.Node;
import dev.perdure.node.NodeConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A thousand counters; each closed-loop client adds 1 to a random one, waits until the answer is
 * durable, and goes on. One client is a thread that waits; many are callbacks.
 */
public final class CounterWorkload {
  private static final int BARE_BYTES = 400;
  private static final int BARE_APPENDS = 1_000;

  private final NodeConfig config;
  private final int clients;
  private final Duration warmUp;
  private final Duration length;
  private final LongAdder acknowledged = new LongAdder();
  private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private volatile Latencies latencies = new Latencies();
  private volatile boolean over;

  /**
   * @param warmUp run before measuring begins
   */
  public CounterWorkload(NodeConfig config, int clients, Duration warmUp, Duration length) {
    if (clients < 1) {
      throw new IllegalArgumentException("clients must be >= 1: " + clients);
    }
    this.config = config;
    this.clients = clients;
    this.warmUp = warmUp;
    this.length = length;
  }

  /**
   * Runs it on a data directory that holds nothing else. Verified means: closed and opened again,
   * the counters sum up to exactly what was acknowledged.
   */
  public Result run() throws InterruptedException {
    return run(config);
  }

  /** Runs it; what is durable is read from a node with the settings of {@code reopened}. */
  Result run(NodeConfig reopened) throws InterruptedException {
    Path disk = BareAppend.diskOf(config.dir());
    Latencies before = BareAppend.measure(disk, BARE_BYTES, BARE_APPENDS);
    Latencies measured = new Latencies();
    long steps;
    double seconds;
    try (Node node = Node.open(config, Counter.DEFINITION)) {
      CountDownLatch done = new CountDownLatch(clients);
      for (int i = 0; i < clients; i++) {
        start(node.client(), i, done);
      }
      Thread.sleep(warmUp);
      latencies = measured;
      // The clock is read first and last, so that nothing is counted from outside the time.
      long start = System.nanoTime();
      long countBefore = acknowledged.sum();
      Thread.sleep(length);
      steps = acknowledged.sum() - countBefore;
      seconds = (System.nanoTime() - start) / 1e9;
      latencies = new Latencies();
      over = true;
      done.await();
    }
    failures.stream().limit(1).forEach(failure -> System.err.println("failed: " + failure));
    boolean verified = failures.isEmpty() && Counter.durableSum(reopened) == acknowledged.sum();
    double bare = median(before, BareAppend.measure(disk, BARE_BYTES, BARE_APPENDS));
    return new Result(
        "counter",
        "clients",
        clients,
        seconds,
        steps,
        measured.micros(0.50),
        measured.micros(0.99),
        config.durability().name(),
        bare,
        verified);
  }

  private static double median(Latencies before, Latencies after) {
    return (before.micros(0.5) + after.micros(0.5)) / 2;
  }

  private void start(Client client, int number, CountDownLatch done) {
    if (clients == 1) {
      Thread.ofPlatform()
          .name("client")
          .start(
              () -> {
                SplittableRandom random = new SplittableRandom(number);
                while (!over) {
                  addAndWait(client, random);
                }
                done.countDown();
              });
    } else {
      loop(client, new SplittableRandom(number), done);
    }
  }

  private void loop(Client client, SplittableRandom random, CountDownLatch done) {
    if (over) {
      done.countDown();
      return;
    }
    var _ = addOnce(client, random).whenComplete((_, _) -> loop(client, random, done));
  }

  private void addAndWait(Client client, SplittableRandom random) {
    long start = System.nanoTime();
    Throwable failure = null;
    try {
      add(client, random).join();
    } catch (CompletionException e) {
      failure = e;
    }
    answered(start, failure);
  }

  private CompletableFuture<Void> addOnce(Client client, SplittableRandom random) {
    long start = System.nanoTime();
    return add(client, random)
        .handle(
            (_, failure) -> {
              answered(start, failure);
              return null;
            });
  }

  private static CompletableFuture<Long> add(Client client, SplittableRandom random) {
    var counter = Counter.TYPE.ref(Integer.toString(random.nextInt(Counter.MACHINES)));
    RequestId id = RequestId.of(Long.toString(random.nextLong(), 36));
    return client.ask(id, counter, Long.class, to -> new Counter.Add(1, to));
  }

  private void answered(long start, @Nullable Throwable failure) {
    if (failure == null) {
      acknowledged.increment();
      latencies.add(System.nanoTime() - start);
    } else {
      failures.add(failure);
      over = true;
    }
  }
}
