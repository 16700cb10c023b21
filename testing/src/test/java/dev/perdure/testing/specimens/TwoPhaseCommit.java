package dev.perdure.testing.specimens;

import dev.perdure.Definition;
import dev.perdure.DurableTimer;
import dev.perdure.Machine;
import dev.perdure.MachineType;
import dev.perdure.Outcome;
import dev.perdure.ReplyTo;
import dev.perdure.Step;
import dev.perdure.testing.Simulation;
import java.time.Duration;

/**
 * Two-phase commit. Wrong: a participant that has said yes aborts by itself when it does not hear
 * the decision in time. Right: having said yes, it waits.
 */
@SuppressWarnings("SameNameButDifferent") // Each machine has its own State and Event.
final class TwoPhaseCommit {
  private static final int PARTICIPANTS = 2;

  private TwoPhaseCommit() {}

  static Specimen specimen() {
    return new Specimen(
        "two-phase commit",
        simulation -> play(simulation, false),
        simulation -> play(simulation, true),
        "some have committed");
  }

  private static void play(Simulation simulation, boolean waits) {
    simulation.open(Coordinator.DEFINITION, Participant.DEFINITION);
    simulation.invariant(
        states -> {
          var all = states.of(Participant.TYPE, Participant.State.class).values();
          boolean committed = all.stream().anyMatch(Participant.Committed.class::isInstance);
          boolean aborted = all.stream().anyMatch(Participant.Aborted.class::isInstance);
          if (committed && aborted) {
            throw new AssertionError("some have committed and some aborted: " + all);
          }
        });
    var _ = simulation.client("c").send(Coordinator.TYPE.ref("tx"), new Coordinator.Begin(waits));
    simulation.run();
  }

  /** Decides. */
  static final class Coordinator implements Machine<Coordinator.State, Coordinator.Event> {
    static final MachineType<Event> TYPE = MachineType.of("coordinator", Event.class);
    static final Definition<?, Event> DEFINITION =
        Definition.of(TYPE, State.class, Coordinator::new);

    sealed interface Event {}

    record Begin(boolean waits) implements Event {}

    record Voted(Outcome<Boolean> yes) implements Event {}

    record State(int yes, boolean decided) {}

    @Override
    public State initial() {
      return new State(0, false);
    }

    @Override
    public State on(State state, Event event, Step<Event> step) {
      return switch (event) {
        case Begin(var waits) -> {
          for (int i = 0; i < PARTICIPANTS; i++) {
            step.ask(
                Participant.TYPE.ref("p" + i),
                Boolean.class,
                Duration.ofMillis(100),
                to -> new Participant.Prepare(waits, to),
                Voted::new);
          }
          yield state;
        }
        case Voted _ when state.decided() -> step.ignore(state);
        case Voted(Outcome.Done<Boolean> _) ->
            state.yes() + 1 < PARTICIPANTS
                ? new State(state.yes() + 1, false)
                : decide(state, true, step);
        case Voted _ -> decide(state, false, step);
      };
    }

    private static State decide(State state, boolean commit, Step<Event> step) {
      for (int i = 0; i < PARTICIPANTS; i++) {
        step.send(Participant.TYPE.ref("p" + i), new Participant.Decided(commit));
      }
      return new State(state.yes(), true);
    }
  }

  /** Takes part. */
  static final class Participant implements Machine<Participant.State, Participant.Event> {
    static final MachineType<Event> TYPE = MachineType.of("participant", Event.class);
    static final Definition<?, Event> DEFINITION =
        Definition.of(TYPE, State.class, Participant::new);

    sealed interface Event {}

    record Prepare(boolean waits, ReplyTo<Boolean> to) implements Event {}

    record Decided(boolean commit) implements Event {}

    record Impatient() implements Event {}

    sealed interface State {}

    record Working() implements State {}

    record Prepared() implements State {}

    record Committed() implements State {}

    record Aborted() implements State {}

    @Override
    public State initial() {
      return new Working();
    }

    @Override
    public State on(State state, Event event, Step<Event> step) {
      return switch (state) {
        case Working working ->
            switch (event) {
              case Prepare(var waits, var to) -> {
                step.reply(to, true);
                if (!waits) {
                  step.startTimer(
                      DurableTimer.after(Duration.ofMillis(20), new Impatient())
                          .whileIn(Prepared.class));
                }
                yield new Prepared();
              }
              case Decided _ -> new Aborted();
              case Impatient() -> step.ignore(working);
            };
        case Prepared prepared ->
            switch (event) {
              case Decided(var commit) -> commit ? new Committed() : new Aborted();
              case Impatient() -> new Aborted();
              case Prepare _ -> step.reject(prepared, "has said yes");
            };
        case Committed _, Aborted _ -> step.ignore(state);
      };
    }
  }
}
