package dev.perdure.benchmarks;

import dev.perdure.benchmarks.machines.RingMember;
import dev.perdure.benchmarks.machines.RingMember.Tally;
import dev.perdure.benchmarks.measure.Meter;
import dev.perdure.benchmarks.rsm.RsmHost;
import dev.perdure.benchmarks.rsm.Syncs;
import dev.perdure.kernel.spi.Store;
import dev.perdure.node.NodeConfig;
import dev.perdure.node.StoresNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * What {@link RingWorkload} is, by the protocol of the original (package {@code rsm}); nobody else
 * asks for anything meanwhile. With more partitions than one, each hop goes from one to another,
 * which takes three transactions; with one it takes one.
 *
 * @param syncs for how many transactions a sync is; one by the protocol of the original
 */
public record RsmRingWorkload(int tokens, Syncs syncs) implements Workload {
  private static final Duration LONGEST_STOP = Duration.ofSeconds(60);
  private static final List<String> MEMBERS =
      IntStream.range(0, RingWorkload.MACHINES).mapToObj(Integer::toString).toList();

  /** Checks the bound. */
  public RsmRingWorkload {
    if (tokens < 1) throw new IllegalArgumentException("tokens must be >= 1: " + tokens);
  }

  @Override
  public String name() {
    return syncs.named("rsm-ring");
  }

  @Override
  public Map<String, Long> parameters() {
    Map<String, Long> parameters = new LinkedHashMap<>();
    parameters.put("tokens", (long) tokens);
    parameters.put("machines", (long) MEMBERS.size());
    return parameters;
  }

  @Override
  public int payloadBytes() {
    return RingMember.STATE_BYTES;
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
    long hops;
    Tally atRest;
    try (Store store = opening.get();
        RsmHost host = host(store, partitions)) {
      join(host);
      meter.phase("warming up");
      for (int i = 0; i < tokens; i++) {
        host.send(MEMBERS.get(i * MEMBERS.size() / tokens), new RingMember.Token(0));
      }
      Thread.sleep(meter.warmUp());
      meter.begin();
      long before = host.steps();
      Thread.sleep(meter.length());
      hops = host.steps() - before;
      meter.end(hops);
      atRest = stop(host);
    }
    try (Store store = reopening.get();
        RsmHost host = host(store, partitions)) {
      return Ring.isWhole(atRest, tokens) && atRest.taken() >= hops && tally(host).equals(atRest);
    }
  }

  private RsmHost host(Store store, int partitions) {
    RsmHost host = new RsmHost(store, partitions, RingMember.DEFINITION, syncs);
    host.create(MEMBERS);
    return host;
  }

  private static void join(RsmHost host) {
    all(
        i -> {
          var next = RingMember.TYPE.ref(MEMBERS.get((i + 1) % MEMBERS.size()));
          return host.ask(MEMBERS.get(i), Boolean.class, to -> new RingMember.Join(next, to));
        });
  }

  private Tally stop(RsmHost host) {
    all(i -> host.ask(MEMBERS.get(i), Boolean.class, RingMember.Stop::new));
    long end = System.nanoTime() + LONGEST_STOP.toNanos();
    Tally all = tally(host);
    while (all.kept() < tokens && System.nanoTime() - end < 0) {
      all = tally(host);
    }
    return all;
  }

  private static Tally tally(RsmHost host) {
    return all(i -> host.ask(MEMBERS.get(i), Tally.class, RingMember.ReadTally::new)).stream()
        .reduce(
            new Tally(0, 0, 0),
            (one, other) ->
                new Tally(
                    one.taken() + other.taken(),
                    one.kept() + other.kept(),
                    one.hopsOfKept() + other.hopsOfKept()));
  }

  /** Asks all members at once; their answers. */
  private static <R> List<R> all(IntFunction<CompletableFuture<R>> ask) {
    List<CompletableFuture<R>> asked = IntStream.range(0, MEMBERS.size()).mapToObj(ask).toList();
    return asked.stream().map(CompletableFuture::join).toList();
  }
}
