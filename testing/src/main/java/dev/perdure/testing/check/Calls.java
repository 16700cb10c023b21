package dev.perdure.testing.check;

import dev.perdure.MachineRef;
import dev.perdure.kernel.Inspection.Status;
import dev.perdure.kernel.StepObserver.Kind;
import dev.perdure.kernel.StepObserver.Stepped;
import dev.perdure.kernel.StepObserver.Verdict;
import dev.perdure.testing.Effect;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Calls and asks: no activity runs before the step that called it is durable (G4), every call has
 * one answer (G2, G5).
 */
final class Calls {
  private final Set<String> made = new LinkedHashSet<>();

  /** By id: who called an activity that was not run yet. */
  private final Map<String, MachineRef<?>> unreleased = new LinkedHashMap<>();

  void stepped(MachineModel machine, Stepped step, List<Effect> effects) {
    if (step.origin().kind() == Kind.ANSWERED && States.consumes(step.verdict())) {
      boolean pending = machine.pendingCalls.remove(step.origin().id());
      Guarantee.holds(
          pending || step.verdict() == Verdict.HALTED,
          "G2: %s steps %s, the answer to a call that is over: %s",
          machine.ref,
          step.event(),
          step.origin().id());
    }
    if (step.verdict() == Verdict.HALTED) {
      effects.forEach(effect -> made(machine.ref, effect));
      return;
    }
    if (step.verdict() != Verdict.HANDLED) {
      return;
    }
    for (Effect effect : effects) {
      made(machine.ref, effect);
      switch (effect) {
        case Effect.Called(var id, _, _) -> machine.pendingCalls.add(id.value());
        case Effect.Asked(var id, _, _, _) -> machine.pendingCalls.add(id.value());
        case Effect.Cancelled(var id) -> machine.pendingCalls.remove(id.value());
        default -> {}
      }
    }
  }

  private void made(MachineRef<?> caller, Effect effect) {
    switch (effect) {
      case Effect.Called(var call, _, _) -> {
        made(call.value());
        unreleased.put(call.value(), caller);
      }
      case Effect.Asked(var call, _, _, _) -> made(call.value());
      case Effect.Cancelled(var call) -> unreleased.remove(call.value());
      default -> {}
    }
  }

  private void made(String id) {
    Guarantee.holds(made.add(id), "G2: an id again: %s", id);
  }

  void released(String callId, Object caller) {
    Guarantee.holds(
        made.contains(callId), "G4: a call of %s runs before its step is durable", caller);
    unreleased.remove(callId);
  }

  /** Every call is run, though its machine has halted since. */
  void atRest() {
    Guarantee.holds(unreleased.isEmpty(), "G5: at rest, and never run: calls %s", unreleased);
  }

  /** None is left, but where its answer waits in the mailbox or the machine is quarantined. */
  static void atRest(MachineModel machine) {
    boolean waits = machine.waiting.values().stream().anyMatch(one -> one.kind == Kind.ANSWERED);
    Guarantee.holds(
        machine.pendingCalls.isEmpty() || waits || machine.status != Status.ACTIVE,
        "G5: at rest, and %s was never answered: %s",
        machine.ref,
        machine.pendingCalls);
  }
}
