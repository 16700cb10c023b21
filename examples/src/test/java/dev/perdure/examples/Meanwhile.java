package dev.perdure.examples;

import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.Part;
import dev.perdure.testing.CommittedStep;
import dev.perdure.testing.RunListener;
import dev.perdure.testing.SimulatedClient;
import dev.perdure.testing.Simulation;
import java.util.List;
import java.util.function.Consumer;

/** What others do in the middle of a scenario: requests for whose answers nobody waits. */
public final class Meanwhile {
  private Meanwhile() {}

  /** From the beginning on, as soon as the scenario has opened the simulation. */
  public static void atOnce(Simulation simulation, Consumer<SimulatedClient> requests) {
    simulation.listen(
        new RunListener() {
          @Override
          public void opened(List<Part> parts) {
            requests.accept(simulation.client("bystander"));
          }
        });
  }

  /** What is asked of a machine that has begun, or has come to a state of another class. */
  public interface OfEach<E> {
    void ask(SimulatedClient client, MachineRef<E> machine, Object state);
  }

  /** Whenever a machine of a type has begun, or has come to a state of another class. */
  public static <E> void whenMoved(Simulation simulation, MachineType<E> type, OfEach<E> requests) {
    simulation.watch(
        step -> {
          if (step.machine().type().equals(type.name()) && hasMoved(step)) {
            requests.ask(
                simulation.client("bystander"), type.ref(step.machine().key()), step.after());
          }
        });
  }

  private static boolean hasMoved(CommittedStep step) {
    boolean wrote = step.verdict() == CommittedStep.Verdict.HANDLED;
    return wrote && !step.beforeName().equals(step.afterName());
  }
}
