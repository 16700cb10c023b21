package dev.perdure.testing;

import dev.perdure.MachineRef;
import dev.perdure.kernel.Inspection.Verb;
import dev.perdure.testing.world.World;

/**
 * An operator of the simulated world. What it does reaches the owner that there is at the moment,
 * and may be lost with it; nothing where there is none.
 */
public final class SimulatedOperator {
  private final World world;

  SimulatedOperator(World world) {
    this.world = world;
  }

  /** Tries the parked event of a quarantined machine again. */
  public void retry(MachineRef<?> machine) {
    world.operate(machine, new Verb.Retry());
  }

  /** Drops the parked event of a quarantined machine. */
  public void skip(MachineRef<?> machine) {
    world.operate(machine, new Verb.Skip());
  }

  /** Puts another event in the place of the parked one. */
  public <E> void replace(MachineRef<E> machine, E event) {
    world.replace(machine, event);
  }

  /** Halts a machine for good. */
  public void halt(MachineRef<?> machine) {
    world.operate(machine, new Verb.Halt());
  }
}
