package dev.perdure.node;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.Query;
import dev.perdure.ReplyTo;
import dev.perdure.Step;

/** Has a state of a hundred bytes and is mostly idle. */
public final class Sleeper implements Machine<Sleeper.State, Sleeper.Event> {
  static final MachineType<Event> TYPE = MachineType.of("sleeper", Event.class);

  private final Runnable laid;

  private Sleeper(Runnable laid) {
    this.laid = laid;
  }

  /**
   * @param laid run for every machine that was laid to rest
   */
  static Definition<State, Event> telling(Runnable laid) {
    return Definition.of(TYPE, State.class, () -> new Sleeper(laid));
  }

  static MachineRef<Event> ref(long number) {
    return TYPE.ref(Long.toString(number));
  }

  public sealed interface Event {}

  public record Lay(long number) implements Event {}

  public record Visit() implements Event {}

  public record Read(ReplyTo<Seen> to) implements Event, Query {}

  /** What a machine knows of itself; its number is -1 before it was laid to rest. */
  public record Seen(long number, long visits) {}

  record State(long number, long visits, String dream) {}

  @Override
  public State initial() {
    return new State(-1, 0, "");
  }

  @Override
  public State on(State state, Event event, Step<Event> step) {
    return switch (event) {
      case Lay(var number) -> {
        laid.run();
        yield new State(number, state.visits(), dream(number));
      }
      case Visit _ -> new State(state.number(), state.visits() + 1, state.dream());
      case Read(var to) -> {
        boolean right = state.number() < 0 || state.dream().equals(dream(state.number()));
        if (right) step.reply(to, new Seen(state.number(), state.visits()));
        else step.refuse(to, "dreams of another");
        yield state;
      }
    };
  }

  private static String dream(long number) {
    return "%060d".formatted(number * 7_919);
  }
}
