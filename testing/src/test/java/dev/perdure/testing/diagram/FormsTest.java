package dev.perdure.testing.diagram;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every form in which Java lets a handler decide. */
final class FormsTest {
  @TempDir private Path sources;

  @Test
  void arrowArmsByStateThenEventShowTheWholeMatrix() {
    StateDiagram diagram =
        Specimen.in(sources)
            .returning(
                """
                switch (state) {
                  case Idle idle -> switch (event) {
                    case Go _ -> new Busy(3);
                    case Stop _ -> step.ignore(idle);
                    case Told _ -> step.reject(idle, "no");
                  };
                  case Working working -> switch (event) {
                    case Go _ -> step.defer(working);
                    case Stop _ -> step.halt(working);
                    case Told _ -> working;
                  };
                  case Over over -> step.ignore(over);
                }
                """);
    assertThat(diagram.initial()).containsExactly("Idle");
    assertThat(diagram.warnings()).isEmpty();
    assertThat(diagram.transitions())
        .map(Transition::toString)
        .containsExactly(
            "Idle + Go -> Busy",
            "Idle + Stop -> ignore",
            "Idle + Told -> reject",
            "Busy + Go -> defer",
            "Busy + Stop -> halt",
            "Busy + Told -> Busy",
            "Tired + Go -> defer",
            "Tired + Stop -> halt",
            "Tired + Told -> Tired",
            "Over + Go* -> ignore",
            "Over + Stop* -> ignore",
            "Over + Told* -> ignore");
  }

  @Test
  void eventFirstThenStateIsTheSame() {
    StateDiagram diagram =
        Specimen.in(sources)
            .returning(
                """
                switch (event) {
                  case Go _ -> switch (state) {
                    case Idle _ -> new Busy(3);
                    case Working working -> step.defer(working);
                    case Over over -> step.ignore(over);
                  };
                  case Stop _, Told _ -> state;
                }
                """);
    assertThat(Specimen.of(diagram, "Go"))
        .containsExactly(
            "Idle + Go -> Busy",
            "Busy + Go -> defer",
            "Tired + Go -> defer",
            "Over + Go -> ignore");
    assertThat(Specimen.of(diagram, "Stop"))
        .containsExactly(
            "Idle + Stop -> Idle",
            "Busy + Stop -> Busy",
            "Tired + Stop -> Tired",
            "Over + Stop -> Over");
  }

  @Test
  void blocksYieldAndOldSwitchesFallThroughAndBreak() {
    StateDiagram diagram =
        Specimen.in(sources)
            .on(
                """
                State next = switch (event) {
                  case Go _ -> {
                    if (state instanceof Over) yield step.reject(state, "over");
                    yield new Busy(1);
                  }
                  default -> state;
                };
                switch (next) {
                  case Busy _:
                    next = new Tired();
                    break;
                  case Over _:
                  default:
                    break;
                }
                return next;
                """);
    assertThat(Specimen.of(diagram, "Go"))
        .containsExactly(
            "Idle + Go -> Tired",
            "Busy + Go -> Tired",
            "Tired + Go -> Tired",
            "Over + Go -> reject");
    assertThat(Specimen.of(diagram, "Stop"))
        .containsExactly(
            "Idle + Stop* -> Idle",
            "Busy + Stop* -> Tired",
            "Tired + Stop* -> Tired",
            "Over + Stop* -> Over");
  }

  @Test
  void constantsAreGuards() {
    StateDiagram diagram =
        Specimen.in(sources)
            .on(
                """
                int hour = step.now().hashCode();
                switch (hour) {
                  case 1, 2:
                    return new Busy(1);
                  case 3:
                    return new Tired();
                  default:
                    return new Over();
                }
                """);
    assertThat(diagram.transitions("Idle", "Go"))
        .map(Transition::toString)
        .containsExactly(
            "Idle + Go* [1 or 2] -> Busy", "Idle + Go* [3] -> Tired", "Idle + Go* [else] -> Over");
  }

  @Test
  void ifAndElseAndTernariesBecomeGuards() {
    StateDiagram diagram =
        Specimen.in(sources)
            .on(
                """
                if (event instanceof Stop(var now) && state instanceof Busy busy) {
                  if (now) return new Over();
                  else if (busy.left() > 0) return new Busy(busy.left() - 1);
                  return busy.left() < -9 ? new Tired() : new Idle();
                }
                return state;
                """);
    assertThat(diagram.transitions("Busy", "Stop"))
        .map(Transition::toString)
        .containsExactly(
            "Busy + Stop [now] -> Over",
            "Busy + Stop [busy.left() > 0] -> Busy",
            "Busy + Stop [busy.left() < -9] -> Tired",
            "Busy + Stop [else] -> Idle");
    assertThat(diagram.transitions("Idle", "Stop"))
        .map(Transition::toString)
        .containsExactly("Idle + Stop* -> Idle");
  }

  @Test
  void whatBothWaysOfAConditionLeadToHasNoGuard() {
    StateDiagram diagram =
        Specimen.in(sources)
            .on(
                """
                boolean late = step.random().nextBoolean();
                if (event instanceof Go) {
                  if (step.random().nextBoolean()) return step.reject(state, "no");
                  return late ? new Busy(1) : new Busy(2);
                }
                return state;
                """);
    assertThat(diagram.transitions("Idle", "Go"))
        .map(Transition::toString)
        .containsExactly(
            "Idle + Go [step.random().nextBoolean()] -> reject", "Idle + Go [else] -> Busy");
  }

  @Test
  void recordPatternsSplitAnEventByItsParts() {
    StateDiagram diagram =
        Specimen.in(sources)
            .returning(
                """
                switch (event) {
                  case Told(Outcome.Done<String>(var text)) when text.isEmpty() -> new Idle();
                  case Told(Outcome.Done<String> _) -> new Over();
                  case Told(Outcome.Failed<String>(_, var reason)) -> new Busy(reason.length());
                  case Told(Outcome.Unknown<String> _) -> new Tired();
                  default -> step.ignore(state);
                }
                """);
    assertThat(diagram.transitions("Idle", "Told"))
        .map(Transition::toString)
        .containsExactly(
            "Idle + Told [Done, text.isEmpty()] -> Idle",
            "Idle + Told [Done] -> Over",
            "Idle + Told [Failed] -> Busy",
            "Idle + Told [Unknown] -> Tired");
    assertThat(diagram.transitions("Idle", "Go"))
        .map(Transition::toString)
        .containsExactly("Idle + Go* -> ignore");
  }

  @Test
  void aSwitchOnAPartIsAGuardAsWell() {
    StateDiagram diagram =
        Specimen.in(sources)
            .returning(
                """
                switch (event) {
                  case Told(var outcome) -> switch (outcome) {
                    case Outcome.Done<String> _ -> new Over();
                    case Outcome.NotDone<String> no -> new Busy(no.reason().length());
                  };
                  case Event _ -> state;
                }
                """);
    assertThat(diagram.transitions("Tired", "Told"))
        .map(Transition::toString)
        .containsExactly("Tired + Told [Done] -> Over", "Tired + Told [NotDone] -> Busy");
    assertThat(diagram.transitions("Tired", "Go"))
        .map(Transition::toString)
        .containsExactly("Tired + Go* -> Tired");
  }

  @Test
  void loopsAndTryAreRunToTheirEnds() {
    StateDiagram diagram =
        Specimen.in(sources)
            .on(
                """
                State next = state;
                search:
                for (int i = 0; i < 3; i++) {
                  while (true) {
                    if (event instanceof Stop) break search;
                    if (event instanceof Go) { next = new Busy(i); continue search; }
                    try {
                      if (step.self().key().isEmpty()) throw new IllegalStateException();
                      next = new Tired();
                    } catch (IllegalStateException e) {
                      next = new Over();
                    } finally {
                      step.log().log(System.Logger.Level.INFO, "tried");
                    }
                    break;
                  }
                }
                do next = next instanceof Over ? new Idle() : next; while (next instanceof Over);
                return next;
                """);
    assertThat(diagram.transitions("Tired", "Stop"))
        .map(Transition::toString)
        .containsExactly("Tired + Stop* -> Tired");
    assertThat(diagram.transitions("Tired", "Go"))
        .map(Transition::targets)
        .containsExactlyInAnyOrder(List.of("Tired"), List.of("Busy"));
    assertThat(diagram.transitions("Busy", "Told"))
        .map(Transition::targets)
        .containsExactlyInAnyOrder(List.of("Busy"), List.of("Tired"), List.of("Idle"));
  }

  @Test
  void aHandlerThatOnlyThrowsFails() {
    StateDiagram diagram =
        Specimen.in(sources)
            .returning(
                """
                switch (event) {
                  case Go _ -> throw new IllegalStateException("never");
                  default -> state;
                }
                """);
    assertThat(diagram.transitions("Idle", "Go"))
        .map(Transition::toString)
        .containsExactly("Idle + Go -> fail");
  }

  @Test
  void verbsCountThoughTheirResultIsNotReturned() {
    StateDiagram diagram =
        Specimen.in(sources)
            .members("private static void end(State s, Step<Event> step) { step.halt(s); }")
            .on(
                """
                if (event instanceof Go) {
                  step.defer(state);
                  return state;
                }
                if (event instanceof Stop) end(state, step);
                return state;
                """);
    assertThat(diagram.transitions("Idle", "Go"))
        .map(Transition::verdict)
        .containsExactly(Verdict.DEFER);
    assertThat(diagram.transitions("Idle", "Stop"))
        .map(Transition::verdict)
        .containsExactly(Verdict.HALT);
    assertThat(diagram.transitions("Idle", "Told"))
        .map(Transition::verdict)
        .containsExactly(Verdict.NEXT);
  }

  @Test
  void verbsOnOneWayOnlyDoNotGetLost() {
    StateDiagram diagram =
        Specimen.in(sources)
            .members(
                """
                private static void maybe(State s, Step<Event> step) {
                  if (step.random().nextBoolean()) step.halt(s);
                }
                """)
            .on(
                """
                boolean late = step.random().nextBoolean();
                if (event instanceof Go && late) step.halt(state);
                if (event instanceof Stop) maybe(state, step);
                return state;
                """);
    assertThat(Specimen.of(diagram, "Go"))
        .contains("Idle + Go* [late] -> halt", "Idle + Go* [else] -> Idle");
    assertThat(diagram.transitions("Idle", "Stop"))
        .map(Transition::verdict)
        .containsExactlyInAnyOrder(Verdict.HALT, Verdict.NEXT);
    assertThat(diagram.transitions("Idle", "Told"))
        .map(Transition::verdict)
        .containsExactly(Verdict.NEXT);
  }

  @Test
  void whatWasAssignedBeforeAnExceptionMayBeReturnedAfterIt() {
    StateDiagram diagram =
        Specimen.in(sources)
            .on(
                """
                State next = state;
                try {
                  next = new Busy(1);
                  if (step.self().key().isEmpty()) throw new IllegalStateException();
                  next = new Tired();
                  return new Over();
                } catch (IllegalStateException e) {
                  return next;
                }
                """);
    assertThat(diagram.transitions("Idle", "Go"))
        .flatMap(Transition::targets)
        .containsExactlyInAnyOrder("Idle", "Busy", "Tired", "Over");
  }

  @Test
  void aPairOfStateAndEventCanBeSwitchedOn() {
    StateDiagram diagram =
        Specimen.in(sources)
            .members("record Pair<S, E>(S state, E event) {}")
            .returning(
                """
                switch (new Pair<>(state, event)) {
                  case Pair<State, Event>(Idle _, Go _) -> new Busy(1);
                  case Pair<State, Event>(Working w, Stop(var now)) when now -> step.halt(w);
                  case Pair<State, Event>(Over o, _) -> step.ignore(o);
                  case Pair<State, Event>(var s, _) -> step.reject(s, "no");
                }
                """);
    assertThat(diagram.transitions())
        .map(Transition::toString)
        .containsExactly(
            "Idle + Go -> Busy",
            "Idle + Stop* -> reject",
            "Idle + Told* -> reject",
            "Busy + Go* -> reject",
            "Busy + Stop [now] -> halt",
            "Busy + Stop* [else] -> reject",
            "Busy + Told* -> reject",
            "Tired + Go* -> reject",
            "Tired + Stop [now] -> halt",
            "Tired + Stop* [else] -> reject",
            "Tired + Told* -> reject",
            "Over + Go* -> ignore",
            "Over + Stop* -> ignore",
            "Over + Told* -> ignore");
  }

  @Test
  void superstatesAreComposites() {
    StateDiagram diagram = Specimen.in(sources).returning("state");
    assertThat(diagram.superstates())
        .containsExactly(new StateDiagram.Superstate("Working", List.of("Busy", "Tired")));
    assertThat(diagram.states()).containsExactly("Idle", "Busy", "Tired", "Over");
    assertThat(diagram.type()).isEqualTo("specimen");
  }
}
