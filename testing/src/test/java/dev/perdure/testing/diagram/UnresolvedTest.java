package dev.perdure.testing.diagram;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the source does not tell is said, and never left out. */
final class UnresolvedTest {
  @TempDir private Path sources;

  @Test
  void aStateOutOfADurableMapIsAnyOfItsType() {
    StateDiagram diagram =
        Specimen.in(sources)
            .members(
                """
                private static final MapKey<String, Working> SAVED =
                    MapKey.of("saved", String.class, Working.class);
                """)
            .returning(
                """
                switch (event) {
                  case Go _ -> step.map(SAVED).get("last").orElseThrow();
                  case Stop _ -> step.map(SAVED).get("last").<State>map(w -> w).orElse(new Over());
                  case Told _ -> state;
                }
                """);
    assertThat(diagram.transitions("Idle", "Go"))
        .map(Transition::toString)
        .containsExactly("Idle + Go -> any of Busy, Tired");
    assertThat(diagram.transitions("Idle", "Stop"))
        .map(Transition::targets)
        .containsExactlyInAnyOrder(List.of("Busy", "Tired"), List.of("Over"));
    assertThat(diagram.warnings())
        .contains(
            "Idle + Go: any of Busy, Tired, as far as the type of Specimen.java:21:"
                + " step.map(SAVED) tells");
    assertThat(diagram.transitions("Idle", "Told")).noneMatch(Transition::isAnyOf);
  }

  @Test
  void aFieldMayHoldAnyState() {
    StateDiagram diagram =
        Specimen.in(sources)
            .members("private State before = new Idle();")
            .on("State last = before; before = state; return last;");
    assertThat(diagram.transitions("Over", "Go"))
        .map(Transition::targets)
        .containsExactly(List.of("Idle", "Busy", "Tired", "Over"));
    assertThat(diagram.warnings()).anyMatch(warning -> warning.contains("before"));
  }

  @Test
  void aStrategyWithoutSourceMayReturnAnyState() {
    StateDiagram diagram =
        Specimen.in(sources)
            .members(
                """
                interface Policy { State next(State state); }
                private Policy policy = s -> s;
                """)
            .returning("policy.next(state)");
    assertThat(diagram.transitions("Idle", "Go"))
        .map(Transition::toString)
        .containsExactly("Idle + Go* -> any of Idle, Busy, Tired, Over");
    assertThat(diagram.warnings()).anyMatch(warning -> warning.contains("policy.next(state)"));
  }

  @Test
  void aGuessThatASwitchTakesApartIsOneNoMore() {
    StateDiagram diagram =
        Specimen.in(sources)
            .members("private State before = new Idle();")
            .returning(
                """
                switch (before) {
                  case Idle _, Over _ -> new Tired();
                  case Busy busy -> busy;
                  case Tired tired -> step.ignore(state);
                }
                """);
    assertThat(diagram.transitions("Idle", "Go"))
        .map(Transition::toString)
        .containsExactly(
            "Idle + Go* [Idle or Over] -> Tired",
            "Idle + Go* [Busy] -> Busy",
            "Idle + Go* [Tired] -> ignore");
    assertThat(diagram.warnings()).isEmpty();
  }

  @Test
  void aComponentThatNothingIsEverPutIntoIsGuessed() {
    StateDiagram diagram =
        Specimen.in(sources)
            .families(
                """
                sealed interface Event {}
                record Resume() implements Event {}
                sealed interface State {}
                record Idle() implements State {}
                record Over() implements State {}
                record Paused(State resume) implements State {}
                """)
            .returning("state instanceof Paused(var resume) ? resume : state");
    assertThat(diagram.transitions("Paused", "Resume"))
        .map(Transition::targets)
        .containsExactly(List.of("Idle", "Over", "Paused"));
    assertThat(diagram.warnings())
        .containsExactly(
            "Paused + Resume: any of Idle, Over, Paused, as far as the type of"
                + " component resume of specimen.Specimen.Paused tells");
  }

  @Test
  void theFirstStateMayBeUnknownToo() {
    Specimen.write(
        sources,
        "specimen/Lucky.java",
        """
        package specimen;
        import dev.perdure.*;
        final class Lucky implements Machine<Lucky.State, Lucky.Event> {
          record Event() {}
          sealed interface State {}
          record A() implements State {}
          record B() implements State {}
          private State first = new A();
          @Override public State initial() { return first; }
          @Override public State on(State state, Event event, Step<Event> step) { return state; }
        }
        """);
    StateDiagram diagram = StateDiagram.of(sources, "specimen.Lucky");
    assertThat(diagram.initial()).containsExactly("A", "B");
    assertThat(diagram.warnings()).hasSize(1).allMatch(each -> each.startsWith("the first state"));
    assertThat(diagram.type()).isEmpty();
  }

  @Test
  void aStateBelowTwoSuperstatesIsSaidToBe() {
    StateDiagram diagram =
        Specimen.in(sources)
            .families(
                """
                record Event() {}
                sealed interface State {}
                sealed interface Paid extends State {}
                sealed interface Sent extends State {}
                record Idle() implements State {}
                record Over() implements Paid, Sent {}
                """)
            .returning("state");
    assertThat(diagram.superstates())
        .containsExactly(
            new StateDiagram.Superstate("Paid", List.of("Over")),
            new StateDiagram.Superstate("Sent", List.of()));
    assertThat(diagram.warnings())
        .containsExactly("Over is in Sent as well, and drawn in its first superstate");
  }
}
