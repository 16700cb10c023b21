package dev.perdure.testing.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.Step;
import dev.perdure.testing.Scenario;
import dev.perdure.testing.Simulator;
import org.junit.jupiter.api.Test;

/** A machine that sends itself events counts each once, whatever strikes. */
final class ExactCountTest {
  private static final int GOAL = 5;
  private static final int SEEDS = 200;

  private static final class Counter implements Machine<Counter.State, Counter.Again> {
    static final MachineType<Again> TYPE = MachineType.of("counter", Again.class);
    static final Definition<?, Again> DEFINITION = Definition.of(TYPE, State.class, Counter::new);

    record Again() {}

    record State(int count) {}

    /** A copy that is gone with the behaviour, and read again when there is another. */
    private int copy = -1;

    @Override
    public State initial() {
      return new State(0);
    }

    @Override
    public void activated(State state) {
      copy = state.count();
    }

    @Override
    public State on(State state, Again event, Step<Again> step) {
      if (copy != state.count()) {
        throw new AssertionError("the copy is %d of %s".formatted(copy, state));
      }
      copy++;
      if (copy < GOAL) {
        step.send(step.self(), event);
      }
      return new State(copy);
    }
  }

  @Test
  void aMachineThatSendsItselfFiveEventsCountsFive() {
    MachineRef<Counter.Again> counter = Counter.TYPE.ref("c");
    Scenario counting =
        simulation -> {
          simulation.open(Counter.DEFINITION);
          simulation.watch(
              step -> assertThat(((Counter.State) step.after()).count()).isBetween(1, GOAL));
          var _ = simulation.client("c").send(counter, new Counter.Again());
          simulation.run();
          assertThat(simulation.state(counter, Counter.State.class))
              .contains(new Counter.State(GOAL));
        };
    for (long seed = 0; seed < SEEDS; seed++) {
      assertThat(Simulator.of(counting).run(seed).thrown()).as("seed %d", seed).isNull();
    }
  }
}
