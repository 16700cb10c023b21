package dev.perdure.examples.pingpong;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.ReplyTo;
import dev.perdure.Step;

/**
 * The player who serves. It makes itself an opponent, plays as many rounds as were asked for, sends
 * the opponent home and reports.
 */
public final class Ping implements Machine<Ping.State, Ping.Event> {
  public static final MachineType<Event> TYPE = MachineType.of("ping", Event.class);
  public static final Definition<?, Event> DEFINITION = Definition.of(TYPE, State.class, Ping::new);

  /** What Ping can be told. */
  public sealed interface Event {}

  /** Play this many rounds; answered with the score when they are played. */
  public record Play(int rounds, ReplyTo<Score> to) implements Event {
    /** Checks the number. */
    public Play {
      if (rounds < 1) throw new IllegalArgumentException("rounds must be >= 1: " + rounds);
    }
  }

  /** The ball comes back; it carries how often the opponent has hit it. */
  record Back(int hits) implements Event {}

  /**
   * A game that is over.
   *
   * @param pings how often Ping hit the ball
   * @param pongs how often Pong did
   * @param opponent the machine that is gone
   */
  public record Score(int pings, int pongs, MachineRef<Pong.Event> opponent) {}

  sealed interface State {}

  record Resting() implements State {}

  record Playing(Play game, MachineRef<Pong.Event> pong, int hits) implements State {}

  @Override
  public State initial() {
    return new Resting();
  }

  @Override
  public State on(State state, Event event, Step<Event> step) {
    return switch (state) {
      case Resting resting -> resting(resting, event, step);
      case Playing playing -> playing(playing, event, step);
    };
  }

  private static State resting(Resting state, Event event, Step<Event> step) {
    return switch (event) {
      case Play game -> new Playing(game, step.create(Pong.TYPE, new Pong.Ball(step.self())), 1);
      case Back _ -> step.reject(state, "nobody is playing");
    };
  }

  private static State playing(Playing state, Event event, Step<Event> step) {
    return switch (event) {
      case Back _ when state.hits() < state.game().rounds() -> {
        step.send(state.pong(), new Pong.Ball(step.self()));
        yield new Playing(state.game(), state.pong(), state.hits() + 1);
      }
      case Back(var pongs) -> {
        step.send(state.pong(), new Pong.GoHome());
        step.reply(state.game().to(), new Score(state.hits(), pongs, state.pong()));
        yield new Resting();
      }
      // One game at a time: this one waits for the next rest.
      case Play _ -> step.defer(state);
    };
  }
}
