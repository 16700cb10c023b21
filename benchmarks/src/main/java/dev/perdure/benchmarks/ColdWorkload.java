package dev.perdure.benchmarks;

import dev.perdure.Part;
import dev.perdure.benchmarks.load.Additions;
import dev.perdure.benchmarks.load.ClosedLoop;
import dev.perdure.benchmarks.load.Feeding;
import dev.perdure.benchmarks.machines.Counter;
import dev.perdure.benchmarks.measure.Meter;
import dev.perdure.benchmarks.measure.Usage;
import dev.perdure.node.Node;
import java.util.List;
import java.util.Map;

/**
 * Very many idle counters, far more than are kept in memory, of which one client visits random
 * ones: it adds 1 and waits until that is durable. The memory of the process is read before and
 * after.
 */
public record ColdWorkload(int machines) implements NodeWorkload {
  /** How many machines there are unless said otherwise. */
  public static final int MACHINES = 10_000_000;

  private static final double MIB = 1 << 20;

  /** Checks the bounds. */
  public ColdWorkload {
    if (machines < 1) throw new IllegalArgumentException("machines must be >= 1: " + machines);
  }

  @Override
  public String name() {
    return "cold";
  }

  @Override
  public Map<String, Long> parameters() {
    return Map.of("machines", (long) machines);
  }

  @Override
  public int payloadBytes() {
    return Counter.STATE_BYTES;
  }

  @Override
  public List<Part> parts() {
    return CounterWorkload.countersAndFeeders();
  }

  @Override
  public Check load(Node node, Meter meter) throws InterruptedException {
    meter.phase("making %,d machines".formatted(machines));
    new Feeding(node).feed(machines, 1);
    Additions additions = new Additions(machines);
    double before = Usage.residentBytes() / MIB;
    boolean answered =
        new ClosedLoop<>(
                1, ClosedLoop.Kind.PLATFORM_THREAD, i -> additions.requester(node.client(), i))
            .run(meter);
    meter.figure("resident_mib_before", before);
    meter.figure("resident_mib_after", Usage.residentBytes() / MIB);
    return reopened -> answered && additions.areExactly(reopened);
  }
}
