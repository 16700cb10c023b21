package dev.perdure.examples.simpletimers;

import dev.perdure.Definition;
import dev.perdure.MachineRef;
import dev.perdure.testing.CommittedStep;
import dev.perdure.testing.CommittedStep.Verdict;
import dev.perdure.testing.Scenario;
import dev.perdure.testing.SimulatedApp;
import dev.perdure.testing.SimulatedClient;
import dev.perdure.testing.Simulation;
import dev.perdure.testing.Violation;
import java.util.function.Consumer;

/**
 * A metronome in the simulator, for as many turns of both sides as the size says at least, then
 * stopped. No beat comes in a state that it does not belong to, and five of one side follow five of
 * the other.
 */
public final class MetronomeSimulation implements SimulatedApp {
  static final MachineRef<Metronome.Event> METRONOME = Metronome.TYPE.ref("m");

  @Override
  public String name() {
    return "simpletimers";
  }

  @Override
  public String description() {
    return "a metronome: no timer fires in a state that it does not belong to";
  }

  @Override
  public int standardSize() {
    return 3;
  }

  @Override
  public Scenario scenario(int size) {
    return scenario(size, Metronome.DEFINITION);
  }

  /** With a metronome that may be another than that of the example. */
  static Scenario scenario(int size, Definition<?, Metronome.Event> metronome) {
    return simulation -> {
      simulation.watch(new InTurn()).open(metronome);
      play(simulation, size);
    };
  }

  private static void play(Simulation simulation, int turns) {
    SimulatedClient client = simulation.client("client");
    client.send(METRONOME, new Metronome.Start()).join();
    simulation.run(Metronome.PERIOD.multipliedBy(2L * Metronome.BEATS * turns));
    // Wherever it is: in the middle of a turn, or between two.
    simulation.run(Metronome.PERIOD.multipliedBy(simulation.choose(2 * Metronome.BEATS)));
    client.send(METRONOME, new Metronome.Start()).join(); // It beats already.
    client.send(METRONOME, new Metronome.Stop()).join();
    simulation.run();
    if (!(simulation.state(METRONOME, Metronome.State.class).orElseThrow()
        instanceof Metronome.Still)) {
      throw new Violation("still: it was stopped, and beats on");
    }
  }

  /** No stray beat; five ticks and five tocks take turns, from each start on. */
  private static final class InTurn implements Consumer<CommittedStep> {
    private int inARow;

    @Override
    public void accept(CommittedStep step) {
      switch (step.event()) {
        case Metronome.Tick _ -> beat(step, Metronome.Ticking.class, Metronome.Tocking.class);
        case Metronome.Tock _ -> beat(step, Metronome.Tocking.class, Metronome.Ticking.class);
        case Metronome.Start _ when step.verdict() == Verdict.HANDLED -> inARow = 0;
        default -> {}
      }
    }

    private void beat(CommittedStep step, Class<?> mine, Class<?> others) {
      inARow = (inARow + 1) % Metronome.BEATS;
      Class<?> next = inARow == 0 ? others : mine;
      if (!mine.isInstance(step.before()) || !next.isInstance(step.after())) {
        throw new Violation(
            "turn: %s came to %s, and brought it to %s"
                .formatted(step.event(), step.before(), step.after()));
      }
    }
  }
}
