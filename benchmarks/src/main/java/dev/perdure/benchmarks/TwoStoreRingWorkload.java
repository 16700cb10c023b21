package dev.perdure.benchmarks;

import dev.perdure.MachineRef;
import dev.perdure.Part;
import dev.perdure.benchmarks.machines.RingMember;
import dev.perdure.benchmarks.machines.RingMember.Tally;
import dev.perdure.benchmarks.measure.Meter;
import dev.perdure.benchmarks.stores.TwoStores;
import dev.perdure.node.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A ring whose members lie in two stores of one node in turn: each hop goes through an outbox, the
 * transport and the dedup of the other store. Counted are hops and the commits of both stores, each
 * of which is a sync; nobody else asks for anything meanwhile. The latency of a hop is the time
 * over the hops that each token made.
 *
 * <p>Verified means the same as for {@link RingWorkload}.
 */
public record TwoStoreRingWorkload(int tokens) implements Workload {
  private static final int MACHINES = 100;

  /** Checks the bound. */
  public TwoStoreRingWorkload {
    if (tokens < 1) throw new IllegalArgumentException("tokens must be >= 1: " + tokens);
  }

  @Override
  public String name() {
    return "ring-two-stores";
  }

  @Override
  public Map<String, Long> parameters() {
    Map<String, Long> parameters = new LinkedHashMap<>();
    parameters.put("tokens", (long) tokens);
    parameters.put("machines", (long) MACHINES);
    return parameters;
  }

  @Override
  public int payloadBytes() {
    return RingMember.STATE_BYTES;
  }

  @Override
  public boolean run(Place place, Meter meter) throws InterruptedException {
    return run(new TwoStores(place.config()), new TwoStores(place.config()), meter);
  }

  /** Runs it on some stores; what is durable is read from others, usually the same. */
  boolean run(TwoStores stores, TwoStores reopened, Meter meter) throws InterruptedException {
    List<Part> parts = List.of(RingMember.DEFINITION);
    long hops;
    Tally atRest;
    try (Node node = stores.open(parts)) {
      Ring ring = ring(node);
      ring.join();
      meter.phase("warming up");
      ring.put(tokens);
      Thread.sleep(meter.warmUp());
      meter.begin();
      long stepsBefore = RingWorkload.steps(node);
      long syncsBefore = stores.commits();
      Thread.sleep(meter.length());
      hops = RingWorkload.steps(node) - stepsBefore;
      long syncs = stores.commits() - syncsBefore;
      for (int store = 0; store < 2; store++) {
        ring.probe(store).join(); // What was counted is durable before this is.
      }
      meter.end(hops);
      meter.figure("syncs_per_hop", (double) syncs / hops);
      atRest = ring.stop(tokens);
    }
    try (Node node = reopened.open(parts)) {
      return Ring.isWhole(atRest, tokens)
          && atRest.taken() >= hops
          && ring(node).tally().equals(atRest);
    }
  }

  private static Ring ring(Node node) {
    List<MachineRef<RingMember.Event>> members = new ArrayList<>();
    for (int i = 0; i < MACHINES; i++) {
      members.add(memberIn(node, i % 2, i));
    }
    return new Ring(node, MACHINES, members::get);
  }

  private static MachineRef<RingMember.Event> memberIn(Node node, int store, int number) {
    for (int i = 0; ; i++) {
      MachineRef<RingMember.Event> ref = RingMember.TYPE.ref(number + "-" + i);
      if (TwoStores.of(node, ref) == store) return ref;
    }
  }
}
