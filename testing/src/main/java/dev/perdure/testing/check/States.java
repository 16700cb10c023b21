package dev.perdure.testing.check;

import dev.perdure.kernel.Inspection.Status;
import dev.perdure.kernel.StepObserver.Stepped;
import dev.perdure.kernel.StepObserver.Verdict;
import java.util.Arrays;

/**
 * Every step begins with what the last committed one left (G1, G5, G10), a halted machine is never
 * stepped (G2), nor one that is quarantined, but to answer a query from outside (G8).
 */
final class States {
  private States() {}

  static void stepped(MachineModel machine, Stepped step) {
    Guarantee.holds(
        machine.status != Status.HALTED,
        "G2: %s is halted, and steps %s",
        machine.ref,
        step.shape());
    Guarantee.holds(
        machine.status != Status.QUARANTINED || Mailbox.isQueryFromOutside(step),
        "G8: %s is quarantined, and steps %s",
        machine.ref,
        step.shape());
    boolean same =
        step.before().name().equals(machine.stateName)
            && Arrays.equals(step.before().bytes(), machine.stateBytes);
    Guarantee.holds(
        same,
        "G1, G5, G10: %s steps %s from %s, and %s is what was committed",
        machine.ref,
        step.shape(),
        step.before().value(),
        machine.stateName.isEmpty() ? "nothing" : machine.state);
    switch (step.verdict()) {
      case HANDLED, IGNORED, REJECTED -> become(machine, step);
      case HALTED -> machine.halt();
      case DEFERRED, QUERIED -> {}
    }
  }

  private static void become(MachineModel machine, Stepped step) {
    // Not by the names: before the first step that stood nothing is stored, and there is a state.
    if (step.before().value().getClass() != step.after().value().getClass()) {
      machine.era++;
    }
    machine.stateName = step.after().name();
    machine.stateBytes = step.after().bytes();
    machine.state = step.after().value();
  }

  /** Whether a step of this verdict writes its event off. */
  static boolean consumes(Verdict verdict) {
    return switch (verdict) {
      case HANDLED, HALTED, IGNORED, REJECTED -> true;
      case DEFERRED, QUERIED -> false;
    };
  }
}
