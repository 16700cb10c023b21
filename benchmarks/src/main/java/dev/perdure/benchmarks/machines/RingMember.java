package dev.perdure.benchmarks.machines;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.Query;
import dev.perdure.ReplyTo;
import dev.perdure.Step;

/**
 * Passes tokens to the next machine of a ring, and counts them. After {@link Stop} it keeps the
 * tokens that come, and adds up how often they were passed.
 */
public final class RingMember implements Machine<RingMember.State, RingMember.Event> {
  public static final MachineType<Event> TYPE = MachineType.of("ring-member", Event.class);
  public static final Definition<?, Event> DEFINITION =
      Definition.of(TYPE, State.class, RingMember::new);

  /** What the state of one that passes tokens has, encoded, give or take some digits. */
  public static final int STATE_BYTES = 100;

  /** What a member takes. */
  public sealed interface Event {}

  /** Names the next member. */
  public record Join(MachineRef<Event> next, ReplyTo<Boolean> to) implements Event {}

  /** A token that has been passed so many times. */
  public record Token(long hops) implements Event {}

  /** Takes no part for a moment: what a durable answer of the ring's partition takes. */
  public record Probe(ReplyTo<Boolean> to) implements Event {}

  /** Keeps every token from now on. */
  public record Stop(ReplyTo<Boolean> to) implements Event {}

  /** Answers the tally. */
  public record ReadTally(ReplyTo<Tally> to) implements Event, Query {}

  /** Tokens taken, tokens kept, and how often those kept were passed. */
  public record Tally(long taken, long kept, long hopsOfKept) {}

  sealed interface State {
    Tally tally();
  }

  record Alone(Tally tally) implements State {}

  record Passing(MachineRef<Event> next, Tally tally) implements State {}

  record Keeping(Tally tally) implements State {}

  @Override
  public State initial() {
    return new Alone(new Tally(0, 0, 0));
  }

  @Override
  public State on(State state, Event event, Step<Event> step) {
    return switch (event) {
      case Join(var next, var to) -> {
        step.reply(to, true);
        yield new Passing(next, state.tally());
      }
      case Token(var hops) -> token(state, hops, step);
      case Probe(var to) -> {
        step.reply(to, true);
        yield state;
      }
      case Stop(var to) -> {
        step.reply(to, true);
        yield new Keeping(state.tally());
      }
      case ReadTally(var to) -> {
        step.reply(to, state.tally());
        yield state;
      }
    };
  }

  private static State token(State state, long hops, Step<Event> step) {
    Tally tally = state.tally();
    return switch (state) {
      case Alone alone -> step.reject(alone, "not in a ring");
      case Passing(var next, _) -> {
        step.send(next, new Token(hops + 1));
        yield new Passing(next, new Tally(tally.taken() + 1, tally.kept(), tally.hopsOfKept()));
      }
      case Keeping _ ->
          new Keeping(
              new Tally(tally.taken() + 1, tally.kept() + 1, tally.hopsOfKept() + hops + 1));
    };
  }
}
