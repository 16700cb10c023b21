package dev.perdure.cli;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.Step;
import dev.perdure.testing.Scenario;
import dev.perdure.testing.SimulatedApp;
import dev.perdure.testing.Simulation;
import dev.perdure.testing.Violation;

/** An app that fails on purpose: what its machine counted is in a field. */
public final class ForgetfulApp implements SimulatedApp {
  /** Counts. */
  static final class Counter implements Machine<Counter.State, Counter.Count> {
    static final MachineType<Count> TYPE = MachineType.of("forgetful", Count.class);
    static final Definition<?, Count> DEFINITION = Definition.of(TYPE, State.class, Counter::new);

    record Count() {}

    record State(int counted) {}

    private int counted;

    @Override
    public State initial() {
      return new State(0);
    }

    @Override
    public State on(State state, Count event, Step<Count> step) {
      counted++;
      return new State(counted);
    }
  }

  private static final MachineRef<Counter.Count> COUNTER = Counter.TYPE.ref("c");

  /** For the service loader. */
  public ForgetfulApp() {}

  @Override
  public String name() {
    return "forgetful";
  }

  @Override
  public String description() {
    return "fails on purpose";
  }

  @Override
  public int standardSize() {
    return 3;
  }

  @Override
  public Scenario scenario(int size) {
    return simulation -> play(simulation, size);
  }

  private static void play(Simulation simulation, int size) {
    simulation.open(Counter.DEFINITION);
    for (int i = 0; i < size; i++) {
      var _ = simulation.client("user").send(COUNTER, new Counter.Count());
    }
    simulation.run();
    int counted = simulation.state(COUNTER, Counter.State.class).orElseThrow().counted();
    if (counted != size) {
      throw new Violation("counted: %d of %d".formatted(counted, size));
    }
  }
}
