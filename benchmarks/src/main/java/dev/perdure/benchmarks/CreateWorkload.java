package dev.perdure.benchmarks;

import dev.perdure.Part;
import dev.perdure.benchmarks.load.Feeding;
import dev.perdure.benchmarks.machines.Feeder;
import dev.perdure.benchmarks.machines.Mayfly;
import dev.perdure.benchmarks.measure.Meter;
import dev.perdure.node.Node;
import dev.perdure.node.Operator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Machines are created under fresh keys, step one event and are halted by the next. The time is
 * that from the first creation until all have halted and that is durable.
 */
public record CreateWorkload(int machines) implements NodeWorkload {
  /** How many machines there are unless said otherwise. */
  public static final int MACHINES = 100_000;

  private static final int STEPS_OF_EACH = 2;
  private static final int PAGE = 1_000;

  /** How many are created at a time in the warm-up. */
  private static final int WARM_UP = 10_000;

  /** Checks the bounds. */
  public CreateWorkload {
    if (machines < 1) throw new IllegalArgumentException("machines must be >= 1: " + machines);
  }

  @Override
  public String name() {
    return "create";
  }

  @Override
  public Map<String, Long> parameters() {
    return Map.of("machines", (long) machines);
  }

  @Override
  public int payloadBytes() {
    return Mayfly.STATE_BYTES;
  }

  @Override
  public List<Part> parts() {
    return List.of(Mayfly.DEFINITION, Feeder.definition((step, _, _) -> Mayfly.create(step)));
  }

  @Override
  public Check load(Node node, Meter meter) throws InterruptedException {
    Feeding feeding = new Feeding(node);
    meter.phase("warming up");
    long warm = System.nanoTime() + meter.warmUp().toNanos();
    long before = 0;
    while (System.nanoTime() - warm < 0) {
      feeding.feed(WARM_UP, STEPS_OF_EACH);
      before += WARM_UP;
    }
    meter.begin();
    feeding.feed(machines, STEPS_OF_EACH);
    meter.end((long) machines * STEPS_OF_EACH + Feeding.stepsOfFeeders(machines));
    meter.figure("machines_per_s", machines / meter.seconds());
    long all = before + machines;
    return reopened -> halted(reopened) == all;
  }

  /** How many machines there are; -1 if one is not halted. */
  private static long halted(Node node) {
    long halted = 0;
    Optional<String> next = Optional.empty();
    do {
      Operator.Page<Operator.MachineEntry> page =
          node.operator().list(Mayfly.TYPE.name(), next, PAGE);
      for (Operator.MachineEntry machine : page.items()) {
        if (machine.status() != Operator.Status.HALTED) return -1;
        halted++;
      }
      next = page.next();
    } while (next.isPresent());
    return halted;
  }
}
