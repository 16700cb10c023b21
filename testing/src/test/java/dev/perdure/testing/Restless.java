package dev.perdure.testing;

import dev.perdure.Definition;
import dev.perdure.DurableTimer;
import dev.perdure.Machine;
import dev.perdure.MachineType;
import dev.perdure.Step;
import java.time.Duration;

/** Ticks each minute, for ever. */
final class Restless implements Machine<Restless.State, Restless.Event> {
  static final MachineType<Event> TYPE = MachineType.of("restless", Event.class);
  static final Definition<?, Event> DEFINITION = Definition.of(TYPE, State.class, Restless::new);

  /** What it takes. */
  sealed interface Event {}

  record Start() implements Event {}

  record Tick() implements Event {}

  record State(long ticks) {}

  @Override
  public State initial() {
    return new State(0);
  }

  @Override
  public State on(State state, Event event, Step<Event> step) {
    return switch (event) {
      case Start() -> {
        step.startTimer(DurableTimer.every(Duration.ofMinutes(1), new Tick()));
        yield state;
      }
      case Tick() -> new State(state.ticks() + 1);
    };
  }
}
