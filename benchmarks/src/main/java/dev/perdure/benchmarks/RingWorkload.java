package dev.perdure.benchmarks;

import dev.perdure.Part;
import dev.perdure.benchmarks.machines.RingMember;
import dev.perdure.benchmarks.machines.RingMember.Tally;
import dev.perdure.benchmarks.measure.Meter;
import dev.perdure.node.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A ring of machines passes tokens, each hop a durable step. Latencies are those of a probe: one
 * client that asks a random member and waits for the durable answer, over and over.
 *
 * <p>Hops are the steps that the node makes meanwhile, without those of the probe; the time ends
 * when all of them are durable. Verified means: no token is lost, each was taken as often as it was
 * passed, and not fewer hops are durable than were counted.
 */
public record RingWorkload(int tokens, int machines) implements NodeWorkload {
  /** How many members there are unless said otherwise. */
  public static final int MACHINES = 100;

  /** Checks the bounds. */
  public RingWorkload {
    if (tokens < 1) throw new IllegalArgumentException("tokens must be >= 1: " + tokens);
    if (machines < 1) throw new IllegalArgumentException("machines must be >= 1: " + machines);
  }

  @Override
  public String name() {
    return "ring";
  }

  @Override
  public Map<String, Long> parameters() {
    Map<String, Long> parameters = new LinkedHashMap<>();
    parameters.put("tokens", (long) tokens);
    parameters.put("machines", (long) machines);
    return parameters;
  }

  @Override
  public int payloadBytes() {
    return RingMember.STATE_BYTES;
  }

  @Override
  public List<Part> parts() {
    return List.of(RingMember.DEFINITION);
  }

  @Override
  public Check load(Node node, Meter meter) throws InterruptedException {
    Ring ring = Ring.byNumber(node, machines);
    ring.join();
    meter.phase("warming up");
    ring.put(tokens);
    Thread.sleep(meter.warmUp());
    meter.begin();
    long before = steps(node);
    long probes = probe(ring, meter);
    long hops = steps(node) - before - probes;
    ring.probe(0).join(); // What was counted is durable before this is.
    meter.end(hops);
    Tally atRest = ring.stop(tokens);
    return reopened ->
        Ring.isWhole(atRest, tokens)
            && atRest.taken() >= hops
            && Ring.byNumber(reopened, machines).tally().equals(atRest);
  }

  /** How many steps a node has made. */
  static long steps(Node node) {
    return node.operator().statistics().steps();
  }

  private long probe(Ring ring, Meter meter) {
    SplittableRandom random = new SplittableRandom(1);
    long end = meter.startNanos() + meter.length().toNanos();
    long probes = 0;
    while (System.nanoTime() - end < 0) {
      long asked = System.nanoTime();
      ring.probe(random.nextInt(machines)).join();
      meter.took(System.nanoTime() - asked);
      probes++;
    }
    return probes;
  }
}
