package dev.perdure.benchmarks.machines;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.Query;
import dev.perdure.ReplyTo;
import dev.perdure.Step;
import java.util.Set;

/** Calls very many listeners in one step, and answers when all have heard it. */
public final class Caller implements Machine<Caller.State, Caller.Event> {
  public static final MachineType<Event> TYPE = MachineType.of("caller", Event.class);
  public static final Definition<?, Event> DEFINITION =
      Definition.of(TYPE, State.class, Caller::new);

  /** The only one. */
  public static final MachineRef<Event> REF = TYPE.ref("one");

  /** What a caller takes. */
  public sealed interface Event {}

  /**
   * Calls the listeners from 0 to a number.
   *
   * @param last those that are the last of their partition: when they have heard it, all have
   */
  public record Call(int listeners, Set<Integer> last, ReplyTo<Long> to) implements Event {}

  /** One of the last has heard it. */
  record Heard() implements Event {}

  /** Answers how many calls all have heard. */
  public record ReadCalls(ReplyTo<Long> to) implements Event, Query {}

  sealed interface State {
    long calls();
  }

  record Resting(long calls) implements State {}

  record Calling(long calls, int unheard, ReplyTo<Long> to) implements State {}

  @Override
  public State initial() {
    return new Resting(0);
  }

  @Override
  public State on(State state, Event event, Step<Event> step) {
    return switch (event) {
      case Call call -> call(state, call, step);
      case Heard() -> heard(state, step);
      case ReadCalls(var to) -> {
        step.reply(to, state.calls());
        yield state;
      }
    };
  }

  private static State call(State state, Call call, Step<Event> step) {
    return switch (state) {
      case Calling calling -> step.reject(calling, "calling already");
      case Resting(var calls) -> {
        for (int i = 0; i < call.listeners(); i++) {
          step.send(Listener.ref(i), new Listener.Hear(call.last().contains(i)));
        }
        yield new Calling(calls, call.last().size(), call.to());
      }
    };
  }

  private static State heard(State state, Step<Event> step) {
    return switch (state) {
      case Resting resting -> step.reject(resting, "nobody was called");
      case Calling(var calls, var unheard, var to) when unheard > 1 ->
          new Calling(calls, unheard - 1, to);
      case Calling(var calls, _, var to) -> {
        step.reply(to, calls + 1);
        yield new Resting(calls + 1);
      }
    };
  }
}
