package dev.perdure.benchmarks;

import dev.perdure.benchmarks.load.ClosedLoop;
import dev.perdure.benchmarks.machines.Counter;
import dev.perdure.benchmarks.measure.Meter;
import dev.perdure.benchmarks.rsm.RsmHost;
import dev.perdure.benchmarks.rsm.Syncs;
import dev.perdure.kernel.spi.Store;
import dev.perdure.node.NodeConfig;
import dev.perdure.node.StoresNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * What {@link CounterWorkload} is, by the protocol of the original (package {@code rsm}). A step
 * takes two transactions there: a client is no machine, so that its event comes into the inbox by
 * one of its own.
 *
 * @param syncs for how many transactions a sync is; one by the protocol of the original
 */
public record RsmCounterWorkload(int clients, int machines, Syncs syncs) implements Workload {
  /** Checks the bounds. */
  public RsmCounterWorkload {
    if (clients < 1) throw new IllegalArgumentException("clients must be >= 1: " + clients);
    if (machines < 1) throw new IllegalArgumentException("machines must be >= 1: " + machines);
  }

  @Override
  public String name() {
    return syncs.named("rsm-counter");
  }

  @Override
  public Map<String, Long> parameters() {
    Map<String, Long> parameters = new LinkedHashMap<>();
    parameters.put("clients", (long) clients);
    parameters.put("machines", (long) machines);
    return parameters;
  }

  @Override
  public int payloadBytes() {
    return Counter.STATE_BYTES;
  }

  @Override
  public boolean run(Place place, Meter meter) throws InterruptedException {
    NodeConfig config = place.config();
    Supplier<Store> opening = () -> StoresNode.embedded(config.dir(), config);
    return run(opening, opening, config.partitions(), meter);
  }

  /** Runs it on a store; what is durable is read from another opening, usually of the same. */
  boolean run(Supplier<Store> opening, Supplier<Store> reopening, int partitions, Meter meter)
      throws InterruptedException {
    AtomicIntegerArray sums = new AtomicIntegerArray(machines);
    boolean answered;
    try (Store store = opening.get();
        RsmHost host = host(store, partitions)) {
      host.create(keys());
      ClosedLoop.Kind kind =
          clients == 1 ? ClosedLoop.Kind.PLATFORM_THREAD : ClosedLoop.Kind.CALLBACK;
      answered = new ClosedLoop<>(clients, kind, i -> new Adding(host, sums, i)).run(meter);
    }
    try (Store store = reopening.get();
        RsmHost host = host(store, partitions)) {
      host.create(keys());
      return answered && areExactly(host, sums);
    }
  }

  private RsmHost host(Store store, int partitions) {
    return new RsmHost(store, partitions, Counter.DEFINITION, syncs);
  }

  private List<String> keys() {
    return IntStream.range(0, machines).mapToObj(Integer::toString).toList();
  }

  private static boolean areExactly(RsmHost host, AtomicIntegerArray sums) {
    List<CompletableFuture<Long>> durable =
        IntStream.range(0, sums.length())
            .mapToObj(i -> host.ask(Integer.toString(i), Long.class, Counter.ReadSum::new))
            .toList();
    return IntStream.range(0, sums.length())
        .allMatch(i -> durable.get(i).join().longValue() == sums.get(i));
  }

  /** A client that adds 1 to a random one. */
  private static final class Adding implements ClosedLoop.Requester<Long> {
    private final RsmHost host;
    private final AtomicIntegerArray sums;
    private final SplittableRandom random;
    private int last;

    Adding(RsmHost host, AtomicIntegerArray sums, long seed) {
      this.host = host;
      this.sums = sums;
      random = new SplittableRandom(seed);
    }

    @Override
    public CompletableFuture<Long> ask() {
      last = random.nextInt(sums.length());
      return host.ask(Integer.toString(last), Long.class, to -> new Counter.Add(1, to));
    }

    @Override
    public void answered(Long answer) {
      sums.incrementAndGet(last);
    }
  }
}
