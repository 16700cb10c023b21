package dev.perdure.testing.specimens;

import dev.perdure.Definition;
import dev.perdure.DurableTimer;
import dev.perdure.Machine;
import dev.perdure.MachineType;
import dev.perdure.Step;
import dev.perdure.testing.Liveness;
import dev.perdure.testing.Simulation;
import java.time.Duration;

/**
 * A failure detector: each round it pings a node, and a node that does not answer in the round is
 * declared dead. Wrong: an answer to a ping of an earlier round counts, and after three rounds the
 * node is taken for alive for good. Right: answers carry the number of their round, and it goes on.
 */
@SuppressWarnings("SameNameButDifferent") // Each machine has its own State and Event.
final class Detector {
  private Detector() {}

  static Specimen specimen() {
    return new Specimen(
        "failure detector",
        simulation -> play(simulation, false),
        simulation -> play(simulation, true),
        "a dead node is declared dead");
  }

  private static void play(Simulation simulation, boolean byRound) {
    simulation.open(Watcher.DEFINITION, Watched.DEFINITION);
    Liveness declared = simulation.liveness("a dead node is declared dead");
    declared.hot("not yet");
    simulation.watch(
        step -> {
          if (step.after() instanceof Watcher.Dead) {
            declared.cold();
          }
        });
    var _ = simulation.client("a").send(Watcher.TYPE.ref("w"), new Watcher.Begin(byRound));
    var _ = simulation.client("b").send(Watched.TYPE.ref("n"), new Watched.Die());
    simulation.run();
  }

  /** Who watches. */
  static final class Watcher implements Machine<Watcher.State, Watcher.Event> {
    static final MachineType<Event> TYPE = MachineType.of("watcher", Event.class);
    static final Definition<?, Event> DEFINITION = Definition.of(TYPE, State.class, Watcher::new);
    private static final int ROUNDS = 3;
    private static final Duration ROUND = Duration.ofMillis(5);

    sealed interface Event {}

    record Begin(boolean byRound) implements Event {}

    record Pong(int round) implements Event {}

    record RoundOver() implements Event {}

    sealed interface State {}

    record Resting() implements State {}

    record Waiting(int round, boolean byRound) implements State {}

    record Heard(int round, boolean byRound) implements State {}

    record Alive() implements State {}

    record Dead() implements State {}

    @Override
    public State initial() {
      return new Resting();
    }

    @Override
    public State on(State state, Event event, Step<Event> step) {
      return switch (state) {
        case Resting resting ->
            event instanceof Begin(var byRound) ? ping(1, byRound, step) : step.ignore(resting);
        case Waiting(var round, var byRound) ->
            switch (event) {
              case Pong(var of) ->
                  byRound && of != round ? step.ignore(state) : new Heard(round, byRound);
              case RoundOver() -> new Dead();
              case Begin _ -> step.reject(state, "has begun");
            };
        case Heard(var round, var byRound) ->
            switch (event) {
              case RoundOver() when round < ROUNDS || byRound -> ping(round + 1, byRound, step);
              case RoundOver() -> new Alive();
              case Pong _ -> step.ignore(state);
              case Begin _ -> step.reject(state, "has begun");
            };
        case Alive _, Dead _ -> step.ignore(state);
      };
    }

    private static State ping(int round, boolean byRound, Step<Event> step) {
      step.send(Watched.TYPE.ref("n"), new Watched.Ping(round));
      step.startTimer(DurableTimer.after(ROUND, new RoundOver()));
      return new Waiting(round, byRound);
    }
  }

  /** Who is watched. */
  static final class Watched implements Machine<Watched.State, Watched.Event> {
    static final MachineType<Event> TYPE = MachineType.of("watched", Event.class);
    static final Definition<?, Event> DEFINITION = Definition.of(TYPE, State.class, Watched::new);

    sealed interface Event {}

    record Ping(int round) implements Event {}

    record Die() implements Event {}

    record State() {}

    @Override
    public State initial() {
      return new State();
    }

    @Override
    public State on(State state, Event event, Step<Event> step) {
      return switch (event) {
        case Ping(var round) -> {
          step.send(Watcher.TYPE.ref("w"), new Watcher.Pong(round));
          yield state;
        }
        case Die() -> step.halt(state);
      };
    }
  }
}
