package dev.perdure.benchmarks.machines;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.Query;
import dev.perdure.ReplyTo;
import dev.perdure.Step;

/** Counts the calls that it hears. */
public final class Listener implements Machine<Listener.State, Listener.Event> {
  public static final MachineType<Event> TYPE = MachineType.of("listener", Event.class);
  public static final Definition<?, Event> DEFINITION =
      Definition.of(TYPE, State.class, Listener::new);

  /** What its state has, encoded, as long as it has heard less than ten calls. */
  public static final int STATE_BYTES = 200;

  /** Fills the encoded state up. */
  private static final String PADDING = "x".repeat(STATE_BYTES - 24);

  /** What a listener takes. */
  public sealed interface Event {}

  /**
   * A call.
   *
   * @param last whether the caller waits for its having been heard
   */
  public record Hear(boolean last) implements Event {}

  /** Answers how many calls it has heard. */
  public record ReadHeard(ReplyTo<Long> to) implements Event, Query {}

  record State(long heard, String padding) {}

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
      case Hear(var last) -> {
        if (last) step.send(Caller.REF, new Caller.Heard());
        yield new State(state.heard() + 1, PADDING);
      }
      case ReadHeard(var to) -> {
        step.reply(to, state.heard());
        yield state;
      }
    };
  }
}
