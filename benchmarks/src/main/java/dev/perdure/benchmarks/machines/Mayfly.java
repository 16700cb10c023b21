package dev.perdure.benchmarks.machines;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.Step;

/** Lives for two events. */
public final class Mayfly implements Machine<Mayfly.State, Mayfly.Event> {
  public static final MachineType<Event> TYPE = MachineType.of("mayfly", Event.class);
  public static final Definition<?, Event> DEFINITION =
      Definition.of(TYPE, State.class, Mayfly::new);

  /** What its state has, encoded. */
  public static final int STATE_BYTES = 200;

  /** Fills the encoded state up. */
  private static final String PADDING = "x".repeat(STATE_BYTES - 24);

  /** What a mayfly takes. */
  public sealed interface Event {}

  /** Its first event. */
  record Hatch() implements Event {}

  /** Its last event. */
  record Die() implements Event {}

  record State(int days, String padding) {}

  /** Creates one and sends its last event after its first, within a step of another machine. */
  public static void create(Step<?> step) {
    MachineRef<Event> created = step.create(TYPE, new Hatch());
    step.send(created, new Die());
  }

  @Override
  public State initial() {
    return new State(0, PADDING);
  }

  @Override
  public State on(State state, Event event, Step<Event> step) {
    return switch (event) {
      case Hatch() -> new State(state.days() + 1, PADDING);
      // One that did not hatch exactly once lives on, and is noticed.
      case Die() -> state.days() == 1 ? step.halt(state) : state;
    };
  }
}
