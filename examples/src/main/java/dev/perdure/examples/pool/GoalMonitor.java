package dev.perdure.examples.pool;

import dev.perdure.MachineRef;
import dev.perdure.testing.CommittedStep;
import dev.perdure.testing.CommittedStep.Verdict;
import dev.perdure.testing.Liveness;
import dev.perdure.testing.Simulation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Watches the goal: cold while there are as many pools as are wanted, and as many VMs, all of them
 * created; hot while there are more, or fewer, or some are on their way.
 */
final class GoalMonitor {
  static final String NAME = "the goal is reached";

  private final Liveness reached;
  private final Map<String, Integer> wanted = new HashMap<>();
  private final Set<MachineRef<?>> pools = new HashSet<>();

  /** All that may exist, and those of them that are created. */
  private final Set<MachineRef<?>> vms = new HashSet<>();

  private final Set<MachineRef<?>> created = new HashSet<>();

  private GoalMonitor(Liveness reached) {
    this.reached = reached;
  }

  /** Watches a run from its beginning on. */
  static void watch(Simulation simulation) {
    simulation.watch(new GoalMonitor(simulation.liveness(NAME))::committed);
  }

  private void committed(CommittedStep step) {
    boolean halted = step.verdict() == Verdict.HALTED;
    if (!halted && step.verdict() != Verdict.HANDLED) {
      return;
    }
    switch (step.after()) {
      case PoolDriver.Serving _ -> changed(step.event());
      case PoolManager.State _ -> is(pools, step.machine(), !halted);
      case VmManager.State state -> {
        is(vms, step.machine(), !halted && !(state instanceof VmManager.Absent));
        is(created, step.machine(), !halted && state instanceof VmManager.Created);
      }
      default -> {}
    }
    compare();
  }

  private void changed(Object event) {
    switch (event) {
      case PoolDriver.SetGoal(var pool, var number, _) -> wanted.put(pool, number);
      case PoolDriver.RemovePool(var pool, _) -> wanted.remove(pool);
      default -> {}
    }
  }

  private static void is(Set<MachineRef<?>> set, MachineRef<?> machine, boolean in) {
    if (in) {
      set.add(machine);
    } else {
      set.remove(machine);
    }
  }

  private void compare() {
    int goal = wanted.values().stream().mapToInt(Integer::intValue).sum();
    if (pools.size() == wanted.size() && vms.size() == goal && created.size() == goal) {
      reached.cold();
    } else {
      reached.hot(
          "%d pools of %d, %d VMs of %d, %d of them created"
              .formatted(pools.size(), wanted.size(), vms.size(), goal, created.size()));
    }
  }
}
