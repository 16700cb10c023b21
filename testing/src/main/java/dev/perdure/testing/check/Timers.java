package dev.perdure.testing.check;

import dev.perdure.DurableTimer;
import dev.perdure.kernel.Inspection.Status;
import dev.perdure.kernel.MachineKind;
import dev.perdure.kernel.StepObserver.Kind;
import dev.perdure.kernel.StepObserver.Stepped;
import dev.perdure.kernel.StepObserver.Verdict;
import dev.perdure.testing.Effect;
import dev.perdure.testing.Origin;
import dev.perdure.testing.check.MachineModel.Timer;
import dev.perdure.testing.check.MachineModel.TimerKey;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** G6: a firing that is stepped is of a timer that runs, is due, and fires this once. */
final class Timers {
  private static final long UNKNOWN = Long.MIN_VALUE;

  private Timers() {}

  /**
   * @param highestClockMillis the latest time that any clock has shown
   */
  static void stepped(
      MachineModel machine,
      MachineKind kind,
      Stepped step,
      Observed observed,
      long highestClockMillis) {
    if (step.origin().kind() == Kind.FIRED && States.consumes(step.verdict())) {
      fired(machine, step, observed.now(), highestClockMillis);
    }
    if (step.verdict() != Verdict.HANDLED) {
      return;
    }
    for (Effect effect : observed.effects()) {
      switch (effect) {
        case Effect.TimerStarted(var timer) ->
            machine.timers.put(
                key(kind, timer.event().getClass(), timer.name()), timer(timer, observed.now()));
        case Effect.TimerStopped(var event, var name) ->
            machine.timers.remove(key(kind, event, name));
        default -> {}
      }
    }
    Object state = step.after().value();
    machine
        .timers
        .values()
        .removeIf(timer -> timer.scope().isPresent() && !timer.scope().get().isInstance(state));
  }

  private static void fired(
      MachineModel machine, Stepped step, Instant now, long highestClockMillis) {
    TimerKey key = new TimerKey(step.shape().name(), step.origin().id());
    long due = step.origin().dueMillis();
    Timer timer = machine.timers.get(key);
    if (timer == null) {
      Guarantee.holds(false, "G6: %s steps a firing of %s, which does not run", machine.ref, key);
      return;
    }
    Guarantee.holds(
        timer.dueMillis() == UNKNOWN || timer.dueMillis() == due,
        "G6: %s steps a firing of %s that was due at %s, and it is due at %s",
        machine.ref,
        key,
        Instant.ofEpochMilli(due),
        Instant.ofEpochMilli(timer.dueMillis()));
    Guarantee.holds(
        due <= highestClockMillis,
        "G6: %s steps a firing of %s that is due at %s, which is yet to come",
        machine.ref,
        key,
        Instant.ofEpochMilli(due));
    // A period begins with the step of the firing before.
    goesOn(machine, key, timer, now.toEpochMilli() + timer.periodMillis());
  }

  private static void goesOn(MachineModel machine, TimerKey key, Timer timer, long dueMillis) {
    if (timer.periodMillis() > 0) {
      machine.timers.put(key, new Timer(dueMillis, timer.periodMillis(), timer.scope()));
    } else {
      machine.timers.remove(key);
    }
  }

  /** An operator took the machine's parked event away. */
  static void gone(MachineModel machine, MachineModel.@Nullable Waiting parked) {
    if (parked != null && parked.origin instanceof Origin.Timer(var name, _)) {
      TimerKey key = new TimerKey(machine.parked, name);
      Timer timer = machine.timers.get(key);
      if (timer != null) {
        goesOn(machine, key, timer, UNKNOWN);
      }
    }
  }

  private static TimerKey key(MachineKind kind, Class<?> event, String name) {
    var shape = kind.event(event);
    return new TimerKey(shape == null ? event.getSimpleName() : shape.name(), name);
  }

  private static Timer timer(DurableTimer<?> timer, Instant now) {
    Duration delay = timer.delay();
    long millis = delay.toMillis();
    long up = delay.minusMillis(millis).isZero() ? millis : millis + 1;
    return new Timer(now.toEpochMilli() + up, timer.periodic() ? up : 0, timer.scope());
  }

  /** None is overdue at a moment without anything to do. */
  static void idle(MachineModel machine, long clockMillis) {
    if (machine.timers.isEmpty() || isHeldUp(machine)) {
      return;
    }
    machine.timers.forEach(
        (key, timer) ->
            Guarantee.holds(
                timer.dueMillis() > clockMillis || timer.dueMillis() == UNKNOWN,
                "G6: timer %s of %s was due at %s, and did not fire",
                key,
                machine.ref,
                Instant.ofEpochMilli(timer.dueMillis())));
  }

  /** Its machine is quarantined, or a firing waits. */
  private static boolean isHeldUp(MachineModel machine) {
    return machine.status != Status.ACTIVE
        || machine.waiting.values().stream().anyMatch(one -> one.kind == Kind.FIRED);
  }

  /** None runs, for it is the end of time. */
  static void atRest(MachineModel machine) {
    Guarantee.holds(
        machine.timers.isEmpty() || isHeldUp(machine),
        "G6: at rest, and these timers of %s run and will never fire: %s",
        machine.ref,
        machine.timers);
  }
}
