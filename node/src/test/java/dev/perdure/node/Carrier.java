package dev.perdure.node;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.Query;
import dev.perdure.ReplyTo;
import dev.perdure.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * Passes numbered tokens on around a ring, to the next machine or the one after it, as chance will
 * have it: a step that is lost and made again is likely to go another way, so that a token that was
 * already handed over is then there twice. While it is held it keeps what comes.
 */
public final class Carrier implements Machine<Carrier.State, Carrier.Event> {
  public static final MachineType<Event> TYPE = MachineType.of("carrier", Event.class);
  static final Definition<State, Event> DEFINITION = Definition.of(TYPE, State.class, Carrier::new);
  static final int MACHINES = 100;

  public sealed interface Event {}

  /** Brings a token into the ring. */
  public record Begin(int token, ReplyTo<Boolean> to) implements Event {}

  /** A token that was taken so many times before. */
  public record Token(int token, long taken) implements Event {}

  /** Keep what comes. */
  public record Hold(ReplyTo<Boolean> to) implements Event {}

  /** Pass on what was kept and what comes. */
  public record Go(ReplyTo<Boolean> to) implements Event {}

  public record Read(ReplyTo<Held> to) implements Event, Query {}

  /** What a machine has, and how many tokens it ever took. */
  public record Held(List<Token> tokens, long taken) {
    public Held {
      tokens = List.copyOf(tokens);
    }
  }

  sealed interface State {
    long taken();
  }

  record Passing(long taken) implements State {}

  record Holding(long taken, List<Token> tokens) implements State {
    Holding {
      tokens = List.copyOf(tokens);
    }
  }

  static MachineRef<Event> ref(int number) {
    return TYPE.ref(Integer.toString(number % MACHINES));
  }

  @Override
  public State initial() {
    return new Passing(0);
  }

  @Override
  public State on(State state, Event event, Step<Event> step) {
    return switch (event) {
      case Begin(var token, var to) -> {
        step.reply(to, true);
        yield take(state, new Token(token, 0), step);
      }
      case Token token -> take(state, token, step);
      case Hold(var to) -> {
        step.reply(to, true);
        yield state instanceof Passing ? new Holding(state.taken(), List.of()) : state;
      }
      case Go(var to) -> {
        step.reply(to, true);
        if (state instanceof Holding(_, var tokens)) tokens.forEach(token -> pass(token, step));
        yield new Passing(state.taken());
      }
      case Read(var to) -> {
        step.reply(
            to,
            new Held(state instanceof Holding(_, var tokens) ? tokens : List.of(), state.taken()));
        yield state;
      }
    };
  }

  private static State take(State state, Token token, Step<Event> step) {
    Token taken = new Token(token.token(), token.taken() + 1);
    return switch (state) {
      case Passing(var before) -> {
        pass(taken, step);
        yield new Passing(before + 1);
      }
      case Holding(var before, var tokens) -> {
        List<Token> more = new ArrayList<>(tokens);
        more.add(taken);
        yield new Holding(before + 1, more);
      }
    };
  }

  private static void pass(Token token, Step<Event> step) {
    int self = Integer.parseInt(step.self().key());
    step.send(ref(self + 1 + step.random().nextInt(2)), token);
  }
}
