package dev.perdure.testing;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineType;
import dev.perdure.ReplyTo;
import dev.perdure.Step;

/**
 * Adds up numbers, and answers from a plain field that is faster to reach than its state. Where the
 * field is not made again on activation, that is a bug that only faults show.
 */
public final class Tally implements Machine<Tally.State, Tally.Event> {
  public static final MachineType<Event> TYPE = MachineType.of("tally", Event.class);

  /** Makes its field again. */
  public static final Definition<?, Event> RIGHT =
      Definition.of(TYPE, State.class, () -> new Tally(true));

  /** Trusts its field to stay. */
  public static final Definition<?, Event> FORGETFUL =
      Definition.of(TYPE, State.class, () -> new Tally(false));

  /** What it takes. */
  public sealed interface Event {}

  /** Adds a number and answers the sum. */
  public record Add(long number, ReplyTo<Long> to) implements Event {}

  /** The sum. */
  public record State(long sum) {}

  private final boolean right;
  private long seen;

  private Tally(boolean right) {
    this.right = right;
  }

  @Override
  public State initial() {
    return new State(0);
  }

  @Override
  public void activated(State state) {
    if (right) {
      seen = state.sum();
    }
  }

  @Override
  public State on(State state, Event event, Step<Event> step) {
    return switch (event) {
      case Add(var number, var to) -> {
        seen += number;
        step.reply(to, seen);
        yield new State(state.sum() + number);
      }
    };
  }

  /** Three clients that add to one tally. */
  static Scenario scenario(Definition<?, Event> definition) {
    return simulation -> {
      simulation.open(definition);
      for (int client = 0; client < 3; client++) {
        for (int i = 0; i < 3; i++) {
          var _ =
              simulation.client("c" + client).ask(TYPE.ref("t"), Long.class, to -> new Add(1, to));
        }
      }
      simulation.run();
    };
  }
}
