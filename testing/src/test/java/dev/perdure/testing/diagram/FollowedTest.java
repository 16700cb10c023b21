package dev.perdure.testing.diagram;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a handler leaves to others is followed. */
final class FollowedTest {
  @TempDir private Path sources;

  @Test
  void oneMethodForEachState() {
    StateDiagram diagram =
        Specimen.in(sources)
            .members(
                """
                private State idle(Idle state, Event event) {
                  return event instanceof Go ? busy(2) : state;
                }
                private static Busy busy(int left) { return new Busy(left); }
                private static State working(Working state) { return state; }
                """)
            .returning(
                """
                switch (state) {
                  case Idle idle -> idle(idle, event);
                  case Working working -> working(working);
                  case Over over -> over;
                }
                """);
    assertThat(Specimen.of(diagram, "Go"))
        .containsExactly(
            "Idle + Go -> Busy",
            "Busy + Go* -> Busy",
            "Tired + Go* -> Tired",
            "Over + Go* -> Over");
    assertThat(diagram.warnings()).isEmpty();
  }

  @Test
  void staticFactoriesAreEntryActions() {
    StateDiagram diagram =
        Specimen.in(sources)
            .families(
                """
                sealed interface Event {}
                record Go() implements Event {}
                record Beat() implements Event {}
                sealed interface State {}
                record Idle() implements State {}
                record Busy() implements State {
                  static State enter(Step<Event> step) {
                    step.startTimer(
                        DurableTimer.every(java.time.Duration.ofSeconds(1), new Beat())
                            .whileIn(Busy.class));
                    return new Busy();
                  }
                }
                """)
            .returning("event instanceof Go ? Busy.enter(step) : state");
    assertThat(Specimen.of(diagram, "Go"))
        .containsExactly("Idle + Go -> Busy", "Busy + Go -> Busy");
  }

  @Test
  void methodsOfStatesAreDispatchedByTheirClass() {
    StateDiagram diagram =
        Specimen.in(sources)
            .families(
                """
                sealed interface Event {}
                record Go() implements Event {}
                sealed interface State {
                  State next();
                  default State twice() { return next().next(); }
                }
                record Idle() implements State {
                  @Override public State next() { return new Busy(new Over()); }
                }
                record Busy(State next) implements State {}
                record Over() implements State {
                  @Override public State next() { return this; }
                }
                """)
            .returning("state.twice()");
    assertThat(Specimen.of(diagram, "Go"))
        .containsExactly("Idle + Go* -> Over", "Busy + Go* -> Over", "Over + Go* -> Over");
  }

  @Test
  void raisedEventsLeadWhereTheyWouldOnTheirOwn() {
    StateDiagram diagram =
        Specimen.in(sources)
            .returning(
                """
                switch (event) {
                  case Go _ -> on(new Busy(1), new Stop(true), step);
                  case Stop _ -> state instanceof Busy ? new Over() : state;
                  case Told(var outcome) -> this.on(state, new Go(), step);
                }
                """);
    assertThat(diagram.transitions("Idle", "Go"))
        .map(Transition::toString)
        .containsExactly("Idle + Go raise Stop -> Over");
    assertThat(diagram.transitions("Idle", "Told"))
        .map(Transition::toString)
        .containsExactly("Idle + Told raise Go raise Stop -> Over");
    assertThat(diagram.warnings()).isEmpty();
  }

  @Test
  void anEventThatRaisesItselfComesToAnEnd() {
    StateDiagram diagram =
        Specimen.in(sources)
            .returning(
                """
                event instanceof Go && step.random().nextBoolean()
                    ? on(state instanceof Idle ? new Tired() : state, new Go(), step)
                    : state
                """);
    assertThat(diagram.transitions("Idle", "Go"))
        .map(Transition::toString)
        .containsExactlyInAnyOrder(
            "Idle + Go [step.random().nextBoolean(), else] raise Go -> Tired",
            "Idle + Go* [else] -> Idle");
    assertThat(targets(diagram, "Busy", "Go")).contains("Busy");
  }

  @Test
  void aRaisedEventThatIsDeferredIsWarnedOf() {
    StateDiagram diagram =
        Specimen.in(sources)
            .returning(
                """
                switch (event) {
                  case Go _ -> on(state, new Stop(true), step);
                  case Stop _ -> step.defer(state);
                  case Told _ -> state;
                }
                """);
    assertThat(diagram.warnings())
        .contains("Idle + Go: raises Stop, which is then deferred: such a step fails");
  }

  @Test
  void functionsGiveBackWhatTheirBodiesDo() {
    StateDiagram diagram =
        Specimen.in(sources)
            .members(
                """
                private static State or(Supplier<State> one, State other, boolean which) {
                  return which ? one.get() : other;
                }
                """)
            .on(
                """
                Optional<Integer> left = Optional.ofNullable(step.self().key()).map(String::length);
                return switch (event) {
                  case Go _ -> left.<State>map(Busy::new).orElse(state);
                  case Stop _ -> left.map(n -> { State s = new Busy(n); return s; }).orElseGet(Tired::new);
                  case Told _ -> or(() -> new Over(), state, left.isPresent());
                };
                """);
    assertThat(targets(diagram, "Idle", "Go")).containsExactlyInAnyOrder("Busy", "Idle");
    assertThat(targets(diagram, "Idle", "Stop")).containsExactlyInAnyOrder("Busy", "Tired");
    assertThat(targets(diagram, "Idle", "Told")).containsExactlyInAnyOrder("Over", "Idle");
    assertThat(diagram.warnings()).isEmpty();
  }

  @Test
  void aHelperThatFindsAnObstacleIsBelieved() {
    StateDiagram diagram =
        Specimen.in(sources)
            .members(
                """
                private static Optional<String> obstacle(State state) {
                  return switch (state) {
                    case Over _ -> Optional.of("over");
                    case Idle _ -> Optional.empty();
                    case Working _ -> Math.random() < 1 ? Optional.of("busy") : Optional.empty();
                  };
                }
                private static boolean isFresh(State state) {
                  return !(state instanceof Working || state instanceof Over);
                }
                """)
            .on(
                """
                var no = obstacle(state);
                if (event instanceof Go && no.isPresent()) return step.reject(state, no.get());
                if (event instanceof Stop && !isFresh(state)) return new Over();
                return new Busy(1);
                """);
    assertThat(Specimen.of(diagram, "Go"))
        .containsExactly(
            "Idle + Go* -> Busy",
            "Busy + Go [no.isPresent()] -> reject",
            "Busy + Go* [else] -> Busy",
            "Tired + Go [no.isPresent()] -> reject",
            "Tired + Go* [else] -> Busy",
            "Over + Go -> reject");
    assertThat(targets(diagram, "Idle", "Stop")).containsExactly("Busy");
    assertThat(targets(diagram, "Tired", "Stop")).containsExactly("Over");
  }

  @Test
  void aStateThatIsResumedIsOneThatWasPut() {
    StateDiagram diagram =
        Specimen.in(sources)
            .families(
                """
                sealed interface Event {}
                record Pause() implements Event {}
                record Resume() implements Event {}
                sealed interface State {}
                record Idle() implements State {}
                record Busy() implements State {}
                record Over() implements State {}
                record Paused(State resume) implements State {}
                """)
            .returning(
                """
                switch (event) {
                  case Pause _ when state instanceof Idle || state instanceof Busy -> new Paused(state);
                  case Resume _ when state instanceof Paused(var resume) -> resume;
                  default -> step.ignore(state);
                }
                """);
    assertThat(targets(diagram, "Paused", "Resume")).containsExactlyInAnyOrder("Idle", "Busy");
    assertThat(targets(diagram, "Over", "Resume")).isEmpty();
    assertThat(diagram.warnings()).isEmpty();
  }

  @Test
  void whatARecordCarriesOutOfAHelperIsFound() {
    StateDiagram diagram =
        Specimen.in(sources)
            .members(
                """
                record Move(State next, boolean last) {}
                private static Move move(State state, Step<Event> step) {
                  return state instanceof Over ? new Move(step.halt(state), true) : new Move(new Tired(), false);
                }
                """)
            .returning("move(state, step).next()");
    assertThat(Specimen.of(diagram, "Go"))
        .containsExactly(
            "Idle + Go* -> Tired",
            "Busy + Go* -> Tired",
            "Tired + Go* -> Tired",
            "Over + Go* -> halt");
  }

  @Test
  void sourcesOfOtherClassesAreFollowed() {
    Specimen.write(
        sources,
        "specimen/Rules.java",
        """
        package specimen;
        final class Rules {
          private Rules() {}
          static Specimen.State next(Specimen.State state) {
            return state instanceof Specimen.Over ? state : last();
          }
          private static Specimen.State last() { return new Specimen.Over(); }
        }
        """);
    StateDiagram diagram = Specimen.in(sources).returning("Rules.next(state)");
    assertThat(Specimen.of(diagram, "Go"))
        .containsExactly(
            "Idle + Go* -> Over",
            "Busy + Go* -> Over",
            "Tired + Go* -> Over",
            "Over + Go* -> Over");
    assertThat(diagram.warnings()).isEmpty();
  }

  @Test
  void aMethodThatCallsItselfComesToAnEnd() {
    StateDiagram diagram =
        Specimen.in(sources)
            .members(
                """
                private static State down(State state, int n) {
                  if (n == 0) return state;
                  return switch (down(state, n - 1)) {
                    case Idle _ -> new Busy(n);
                    case Busy _ -> new Tired();
                    case Tired _ -> new Tired();
                    case Over over -> over;
                  };
                }
                """)
            .returning("down(state, step.random().nextInt(9))");
    assertThat(targets(diagram, "Idle", "Go")).containsExactlyInAnyOrder("Idle", "Busy", "Tired");
    assertThat(targets(diagram, "Over", "Go")).containsExactly("Over");
  }

  private static List<String> targets(StateDiagram diagram, String state, String event) {
    return diagram.transitions(state, event).stream()
        .flatMap(each -> each.targets().stream())
        .toList();
  }
}
