package dev.perdure.kernel;

import dev.perdure.DurableTimer;
import dev.perdure.kernel.MachineRecord.ScopedTimer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The timers that one step starts and stops, and the states that they belong to. */
final class StepTimers {
  private static final int MAX_SCOPED_TIMERS = 1_000;

  private final StepServices services;
  private final ActiveMachine machine;
  private final MachineKind kind;
  private final Draft draft;
  private final long nowMillis;

  StepTimers(
      StepServices services, ActiveMachine machine, MachineKind kind, Draft draft, long nowMillis) {
    this.services = services;
    this.machine = machine;
    this.kind = kind;
    this.draft = draft;
    this.nowMillis = nowMillis;
  }

  void start(DurableTimer<?> timer) {
    EventShape shape = services.shapeOf(kind, machine.ref, timer.event());
    byte[] event = services.encode(machine.ref, shape, timer.event());
    TimerId id = new TimerId(shape.name(), timer.name());
    Optional<String> scope = timer.scope().map(this::scopeName);
    if (scope.isPresent() || !scopedNow().isEmpty()) {
      putScope(id, scope);
    }
    long delay = millis(timer.delay());
    long period = timer.periodic() ? delay : 0;
    draft.startTimer(machine.prefix, id, new TimerRecord(nowMillis + delay, period, event));
  }

  private void putScope(TimerId id, Optional<String> scope) {
    long others = scopedNow().stream().filter(one -> !one.id().equals(id)).count();
    if (scope.isPresent() && others >= MAX_SCOPED_TIMERS) {
      throw new IllegalStateException(
          "more than %d timers of one machine belong to states; stop timers of items by name"
              .formatted(MAX_SCOPED_TIMERS));
    }
    List<ScopedTimer> mine = draft.scoped(machine);
    mine.removeIf(one -> one.id().equals(id));
    scope.ifPresent(name -> mine.add(new ScopedTimer(id, name)));
  }

  private List<ScopedTimer> scopedNow() {
    List<ScopedTimer> changed = draft.scopedIfChanged();
    return changed == null ? machine.scoped : changed;
  }

  private String scopeName(Class<?> scope) {
    if (!kind.definition().states().isAssignableFrom(scope)) {
      throw new IllegalArgumentException(
          "whileIn(%s): not a state of machine type '%s'"
              .formatted(scope.getTypeName(), kind.name()));
    }
    return kind.scopeName(scope);
  }

  /** Whole milliseconds: rounded up, so that nothing is due early. */
  static long millis(Duration delay) {
    long millis = delay.toMillis();
    return delay.minusMillis(millis).isZero() ? millis : millis + 1;
  }

  /** Stops a timer; returns whether it ran. */
  boolean stop(Class<?> event, String name) {
    EventShape shape = kind.event(event);
    if (shape == null) {
      throw new IllegalArgumentException(
          "stopTimer(%s): not an event of machine type '%s'"
              .formatted(event.getTypeName(), kind.name()));
    }
    TimerId id = new TimerId(shape.name(), name);
    if (!draft.stopTimer(machine.prefix, id)) {
      return false;
    }
    if (!scopedNow().isEmpty()) {
      draft.scoped(machine).removeIf(one -> one.id().equals(id));
    }
    return true;
  }

  /** Stops the timers of states that the step leaves. */
  static void stopLeft(ActiveMachine machine, MachineKind kind, Object next, Draft draft) {
    List<ScopedTimer> changed = draft.scopedIfChanged();
    List<ScopedTimer> all = changed == null ? machine.scoped : changed;
    if (all.isEmpty() && changed == null) {
      return;
    }
    List<ScopedTimer> kept =
        all.stream().filter(timer -> kind.inScope(next, timer.scope())).toList();
    for (ScopedTimer timer : all) {
      if (!kept.contains(timer)) {
        draft.stopTimer(machine.prefix, timer.id());
      }
    }
    machine.scoped = kept;
    draft.changed = machine;
  }

  /**
   * Checks that the step ends within the scopes of the timers that it started.
   *
   * @throws IllegalStateException when it does not
   */
  void checkScopes(Object next) {
    List<ScopedTimer> scoped = draft.scopedIfChanged();
    if (scoped == null) {
      return;
    }
    for (ScopedTimer timer : scoped) {
      if (!machine.scoped.contains(timer) && !kind.inScope(next, timer.scope())) {
        throw new IllegalStateException(
            "timer %s was started whileIn(%s), and the step ends in %s"
                .formatted(timer.id().eventName(), timer.scope(), next.getClass().getSimpleName()));
      }
    }
  }
}
