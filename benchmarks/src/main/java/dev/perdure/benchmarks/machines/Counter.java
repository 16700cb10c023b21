package dev.perdure.benchmarks.machines;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.Query;
import dev.perdure.ReplyTo;
import dev.perdure.Step;

/** Adds numbers; its state has 200 bytes, as real ones have. */
public final class Counter implements Machine<Counter.State, Counter.Event> {
  public static final MachineType<Event> TYPE = MachineType.of("counter", Event.class);
  public static final Definition<?, Event> DEFINITION =
      Definition.of(TYPE, State.class, Counter::new);

  /** What its state has, encoded, as long as the sum has one digit. */
  public static final int STATE_BYTES = 200;

  /** Fills the encoded state up. */
  private static final String PADDING = "x".repeat(STATE_BYTES - 24);

  /** What a counter takes. */
  public sealed interface Event {}

  /** Does nothing but make it be there. */
  public record Begin() implements Event {}

  /** Adds a number and answers the sum. */
  public record Add(long number, ReplyTo<Long> to) implements Event {}

  /** Answers the sum. */
  public record ReadSum(ReplyTo<Long> to) implements Event, Query {}

  record State(long sum, String padding) {}

  /** One of many. */
  public static MachineRef<Event> ref(long number) {
    return TYPE.ref(Long.toString(number));
  }

  @Override
  public State initial() {
    return new State(0, PADDING);
  }

  @Override
  public State on(State state, Event event, Step<Event> step) {
    return switch (event) {
      case Begin() -> new State(state.sum(), PADDING);
      case Add(var number, var to) -> {
        long sum = state.sum() + number;
        step.reply(to, sum);
        yield new State(sum, PADDING);
      }
      case ReadSum(var to) -> {
        step.reply(to, state.sum());
        yield state;
      }
    };
  }
}
