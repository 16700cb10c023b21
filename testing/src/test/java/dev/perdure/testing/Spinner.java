package dev.perdure.testing;

import dev.perdure.Definition;
import dev.perdure.DurableTimer;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.Step;
import java.time.Duration;

/** Never ends: by sending round and round, or by a timer that is always near. */
public final class Spinner implements Machine<Spinner.State, Spinner.Event> {
  public static final MachineType<Event> TYPE = MachineType.of("spinner", Event.class);
  public static final Definition<?, Event> DEFINITION =
      Definition.of(TYPE, State.class, Spinner::new);

  /** What it takes. */
  public sealed interface Event {}

  /** Goes on to another, which sends it back. */
  public record Turn(MachineRef<Event> next) implements Event {}

  /** Begins to tick, each ten milliseconds. */
  public record Start() implements Event {}

  /** Ten milliseconds are over. */
  public record Tick() implements Event {}

  /** How many of all. */
  public record State(long turns) {}

  @Override
  public State initial() {
    return new State(0);
  }

  @Override
  public State on(State state, Event event, Step<Event> step) {
    switch (event) {
      case Turn(var next) -> step.send(next, new Turn(TYPE.ref(step.self().key())));
      case Start() -> step.startTimer(DurableTimer.every(Duration.ofMillis(10), new Tick()));
      case Tick() -> {}
    }
    return new State(state.turns() + 1);
  }
}
