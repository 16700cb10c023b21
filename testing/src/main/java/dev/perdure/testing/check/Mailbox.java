package dev.perdure.testing.check;

import dev.perdure.kernel.Inspection.Status;
import dev.perdure.kernel.Inspection.Verb;
import dev.perdure.kernel.StepObserver.Kind;
import dev.perdure.kernel.StepObserver.Operated;
import dev.perdure.kernel.StepObserver.Parked;
import dev.perdure.kernel.StepObserver.SetAside;
import dev.perdure.kernel.StepObserver.Stepped;
import dev.perdure.kernel.StepObserver.Verdict;
import dev.perdure.testing.Origin;
import dev.perdure.testing.check.MachineModel.Waiting;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The stored mailbox: what waits there is stepped once, in its order; nothing passes it but what
 * may pass a deferred event (G2, G3, G8, G10).
 */
final class Mailbox {
  private Mailbox() {}

  /**
   * A step of an event, before its state is taken over.
   *
   * @return where the event came from, when it waited
   */
  static @Nullable Origin stepped(MachineModel machine, Stepped step, byte[] eventBytes) {
    if (isQueryFromOutside(step)) {
      return null;
    }
    long place = step.origin().place();
    checkOrder(machine, step, place == 0 ? Long.MAX_VALUE : place);
    if (place == 0) {
      return null;
    }
    Waiting waiting = machine.waiting.get(place);
    if (waiting == null) {
      Guarantee.holds(
          false,
          "G2, G10: %s steps %s at place %d of its mailbox, where nothing waits",
          machine.ref,
          step.shape(),
          place);
      return null;
    }
    Guarantee.holds(
        !waiting.isPlain()
            || (waiting.eventName.equals(step.shape().name())
                && Arrays.equals(waiting.bytes, eventBytes)),
        "G2: %s steps %s at place %d of its mailbox, where %s waits",
        machine.ref,
        step.event(),
        place,
        waiting.eventName);
    if (step.verdict() == Verdict.DEFERRED) {
      waiting.deferredIn = machine.era;
    } else {
      machine.waiting.remove(place);
    }
    return waiting.origin;
  }

  /** It waits for nothing, and nobody can tell that it passed anything: it only reads. */
  static boolean isQueryFromOutside(Stepped step) {
    return step.verdict() == Verdict.QUERIED
        && step.origin().kind() == Kind.REQUESTED
        && step.origin().id().isEmpty();
  }

  private static void checkOrder(MachineModel machine, Stepped step, long place) {
    for (Map.Entry<Long, Waiting> before : machine.waiting.headMap(place).entrySet()) {
      Waiting waiting = before.getValue();
      Guarantee.holds(
          !waiting.isPlain() || waiting.deferredIn == machine.era,
          "G3, G8: %s steps %s, and %s waits before it, at place %d",
          machine.ref,
          step.event(),
          waiting.eventName,
          before.getKey());
    }
  }

  /**
   * @param deferred whether a step put it there
   */
  static void setAside(MachineModel machine, SetAside aside, boolean deferred, Origin origin) {
    Guarantee.holds(
        aside.place() > machine.lastPlace,
        "G3: %s gives place %d to %s after place %d",
        machine.ref,
        aside.place(),
        aside.eventName(),
        machine.lastPlace);
    machine.lastPlace = aside.place();
    if (machine.status == Status.HALTED) {
      return; // Behind others that waited for it; all of them are rejected, and nobody sees it.
    }
    Waiting waiting = new Waiting(aside.origin().kind(), aside.eventName(), aside.bytes(), origin);
    if (deferred) {
      waiting.deferredIn = machine.era;
    }
    machine.waiting.put(aside.place(), waiting);
  }

  static void parked(MachineModel machine, Parked parked) {
    Guarantee.holds(
        machine.waiting.containsKey(parked.place()),
        "G8: %s parks %s at place %d of its mailbox, where nothing waits",
        machine.ref,
        parked.eventName(),
        parked.place());
    machine.status = Status.QUARANTINED;
    machine.parked = parked.eventName();
  }

  static void operated(MachineModel machine, Operated operated) {
    switch (operated.verb()) {
      case Verb.Show _ -> {}
      case Verb.Halt _ -> machine.halt();
      case Verb.Retry _ -> machine.status = Status.ACTIVE;
      case Verb.Skip _ -> {
        machine.status = Status.ACTIVE;
        Timers.gone(machine, machine.waiting.remove(operated.place()));
      }
      case Verb.Replace(var shape, _, var bytes) -> {
        machine.status = Status.ACTIVE;
        Waiting replacement = new Waiting(Kind.SENT, shape.name(), bytes, new Origin.Operator());
        Timers.gone(machine, machine.waiting.put(operated.place(), replacement));
      }
    }
  }
}
