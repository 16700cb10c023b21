package dev.perdure.examples.pingpong;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.Step;

/** The other player: returns every ball, until it is sent home. */
public final class Pong implements Machine<Pong.State, Pong.Event> {
  public static final MachineType<Event> TYPE = MachineType.of("pong", Event.class);
  public static final Definition<?, Event> DEFINITION = Definition.of(TYPE, State.class, Pong::new);

  /** What Pong can be told. */
  public sealed interface Event {}

  /** Here it comes. */
  record Ball(MachineRef<Ping.Event> from) implements Event {}

  /** The game is over. */
  record GoHome() implements Event {}

  record State(int hits) {}

  @Override
  public State initial() {
    return new State(0);
  }

  @Override
  public State on(State state, Event event, Step<Event> step) {
    return switch (event) {
      case Ball(var from) -> {
        int hits = state.hits() + 1;
        step.send(from, new Ping.Back(hits));
        yield new State(hits);
      }
      case GoHome _ -> step.halt(state);
    };
  }
}
