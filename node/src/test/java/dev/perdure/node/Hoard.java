package dev.perdure.node;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineType;
import dev.perdure.Query;
import dev.perdure.ReplyTo;
import dev.perdure.Step;

/** Keeps the last text that it was given, and how many there were: each step writes as much. */
public final class Hoard implements Machine<Hoard.State, Hoard.Event> {
  public static final MachineType<Event> TYPE = MachineType.of("hoard", Event.class);
  static final Definition<State, Event> DEFINITION = Definition.of(TYPE, State.class, Hoard::new);

  public sealed interface Event {}

  public record Keep(String text) implements Event {}

  public record Count(ReplyTo<Long> to) implements Event, Query {}

  record State(long count, String last) {}

  @Override
  public State initial() {
    return new State(0, "");
  }

  @Override
  public State on(State state, Event event, Step<Event> step) {
    return switch (event) {
      case Keep(var text) -> new State(state.count() + 1, text);
      case Count(var to) -> {
        step.reply(to, state.count());
        yield state;
      }
    };
  }
}
