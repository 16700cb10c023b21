package dev.perdure.testing.world;

import dev.perdure.kernel.Inspection;
import dev.perdure.kernel.StepObserver.Operated;
import dev.perdure.kernel.StepObserver.Parked;
import dev.perdure.testing.CommittedStep;
import dev.perdure.testing.Fault;
import dev.perdure.testing.RunListener;
import dev.perdure.testing.TraceLine;
import dev.perdure.testing.TraceLine.Kind;
import dev.perdure.testing.Violation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Consumer;

/** What happened in a run: history, those who hear of it, and the trace where it is recorded. */
final class Ledger {
  private final World world;
  private final boolean recorded;
  private final List<TraceLine> lines = new ArrayList<>();
  private final List<CommittedStep> steps = new ArrayList<>();
  private final List<RunListener> listeners = new ArrayList<>();

  Ledger(World world, boolean recorded) {
    this.world = world;
    this.recorded = recorded;
  }

  void add(RunListener listener) {
    listeners.add(listener);
  }

  List<CommittedStep> steps() {
    return steps;
  }

  List<TraceLine> lines() {
    return lines;
  }

  boolean isRecorded() {
    return recorded;
  }

  /** Writes a line, when the run is recorded; details are names and values in turns. */
  void line(Kind kind, Object actor, Object... details) {
    if (!recorded) {
      return;
    }
    SequencedMap<String, String> named = new LinkedHashMap<>();
    for (int i = 0; i < details.length; i += 2) {
      named.put(details[i].toString(), ValueText.of(details[i + 1]));
    }
    Instant at = Instant.ofEpochMilli(world.nowMillis());
    lines.add(new TraceLine(world.turn(), world.depth(), at, kind, actor.toString(), named));
  }

  /**
   * A fault struck.
   *
   * @param at what was under way; empty where that says nothing
   */
  void struck(Fault fault, Object where, String at) {
    if (at.isEmpty()) {
      line(Kind.FAULT, where, "fault", fault);
    } else {
      line(Kind.FAULT, where, "fault", fault, "at", at);
    }
    if (!listeners.isEmpty()) {
      String place = at.isEmpty() ? where.toString() : where + ": " + at;
      tell(listener -> listener.struck(fault, place));
    }
  }

  void committed(List<CommittedStep> made) {
    for (CommittedStep step : made) {
      steps.add(step);
      if (recorded) {
        line(
            Kind.STEP,
            step.machine(),
            "number",
            step.number(),
            "event",
            step.event(),
            "from",
            step.origin(),
            "verdict",
            step.verdict(),
            "before",
            step.before(),
            "after",
            step.after(),
            "did",
            step.effects());
      }
      tell(listener -> listener.committed(step));
    }
  }

  void parked(Parked parked, Optional<Object> event) {
    line(
        Kind.PARKED,
        parked.machine(),
        "event",
        event.orElse(parked.eventName()),
        "reason",
        parked.reason());
    tell(listener -> listener.parked(parked.machine(), parked.eventName(), event, parked.reason()));
  }

  void operated(Operated operated) {
    if (operated.verb() instanceof Inspection.Verb.Show) {
      return;
    }
    line(Kind.OPERATOR, operated.machine(), "verb", operated.verb());
    tell(listener -> listener.released(operated.machine()));
  }

  /** What listeners throw fails the run; the kernel must not take it for a failure of its own. */
  void tell(Consumer<RunListener> what) {
    for (RunListener listener : listeners) {
      try {
        what.accept(listener);
      } catch (RuntimeException e) {
        throw new Violation(e.toString(), e);
      }
    }
  }
}
