package dev.perdure.benchmarks;

import dev.perdure.Part;
import dev.perdure.benchmarks.load.Additions;
import dev.perdure.benchmarks.load.ClosedLoop;
import dev.perdure.benchmarks.load.Feeding;
import dev.perdure.benchmarks.machines.Counter;
import dev.perdure.benchmarks.machines.Feeder;
import dev.perdure.benchmarks.measure.Meter;
import dev.perdure.node.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counters; each closed-loop client adds 1 to a random one, waits until the answer is durable, and
 * goes on. One client is a thread that waits; many are callbacks, unless they are virtual threads.
 *
 * @param machines how many counters; they are there before it begins
 */
public record CounterWorkload(int clients, boolean virtualThreads, int machines)
    implements NodeWorkload {
  /** How many counters there are unless said otherwise. */
  public static final int MACHINES = 1_000;

  /** Checks the bounds. */
  public CounterWorkload {
    if (clients < 1) throw new IllegalArgumentException("clients must be >= 1: " + clients);
    if (machines < 1) throw new IllegalArgumentException("machines must be >= 1: " + machines);
  }

  @Override
  public String name() {
    return virtualThreads ? "counter-virtual" : "counter";
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
  public List<Part> parts() {
    return countersAndFeeders();
  }

  /** Counters, and feeders that make them be there. */
  public static List<Part> countersAndFeeders() {
    return List.of(
        Counter.DEFINITION,
        Feeder.definition((step, i, _) -> step.send(Counter.ref(i), new Counter.Begin())));
  }

  @Override
  public Check load(Node node, Meter meter) throws InterruptedException {
    meter.phase("making %,d counters".formatted(machines));
    new Feeding(node).feed(machines, 1);
    Additions additions = new Additions(machines);
    var loop = new ClosedLoop<>(clients, kind(), i -> additions.requester(node.client(), i));
    boolean answered = loop.run(meter);
    return reopened -> answered && additions.areExactly(reopened);
  }

  private ClosedLoop.Kind kind() {
    if (virtualThreads) return ClosedLoop.Kind.VIRTUAL_THREAD;
    return clients == 1 ? ClosedLoop.Kind.PLATFORM_THREAD : ClosedLoop.Kind.CALLBACK;
  }
}
