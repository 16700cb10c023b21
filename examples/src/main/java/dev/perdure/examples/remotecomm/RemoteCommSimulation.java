package dev.perdure.examples.remotecomm;

import dev.perdure.Definition;
import dev.perdure.Placement;
import dev.perdure.testing.CommittedStep;
import dev.perdure.testing.Liveness;
import dev.perdure.testing.Scenario;
import dev.perdure.testing.SimulatedApp;
import dev.perdure.testing.Simulation;
import dev.perdure.testing.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Series of numbers to receivers under other placements in the simulator, as long as the size says.
 * Each number comes once and in its turn, where it was sent to, and each series has its end.
 */
public final class RemoteCommSimulation implements SimulatedApp {
  static final String ENDED = "each series ends";
  private static final List<String> PLACES = List.of("here", "there", "elsewhere");

  @Override
  public String name() {
    return "remotecomm";
  }

  @Override
  public String description() {
    return "numbers sent to other partitions: each comes once and in its turn";
  }

  @Override
  public int standardSize() {
    return 5;
  }

  @Override
  public Scenario scenario(int size) {
    return scenario(size, Sender.DEFINITION);
  }

  /** With a sender that may be another than that of the example. */
  static Scenario scenario(int size, Definition<?, Sender.Event> sender) {
    return simulation -> {
      simulation.watch(RemoteCommSimulation::inTurn).watch(ended(simulation));
      simulation.open(sender, Receiver.DEFINITION);
      play(simulation, size);
    };
  }

  private static void play(Simulation simulation, int count) {
    List<CompletableFuture<Receiver.Report>> reports = new ArrayList<>();
    for (String place : PLACES) {
      reports.add(
          simulation
              .client("client")
              .ask(
                  Sender.TYPE.ref("s"),
                  Receiver.Report.class,
                  to -> new Sender.SendSeries(place, count, to)));
    }
    simulation.run();
    for (int i = 0; i < PLACES.size(); i++) {
      Receiver.Report report = reports.get(i).join();
      if (!report.equals(new Receiver.Report(Placement.of(PLACES.get(i)), count, 0))) {
        throw new Violation(
            "series: %d numbers were sent to %s, %s".formatted(count, PLACES.get(i), report));
      }
    }
  }

  private static void inTurn(CommittedStep step) {
    if (step.after() instanceof Receiver.State(_, var astray) && astray > 0) {
      throw new Violation("turn: %s came to %s".formatted(step.event(), step.before()));
    }
  }

  /** Hot from the order of a series to its end. */
  private static Consumer<CommittedStep> ended(Simulation simulation) {
    Liveness ended = simulation.liveness(ENDED);
    long[] open = {0};
    return step -> {
      if (step.event() instanceof Sender.SendSeries) {
        open[0]++;
      } else if (step.event() instanceof Receiver.End) {
        open[0]--;
      }
      if (open[0] == 0) {
        ended.cold();
      } else {
        ended.hot(open[0] + " have not");
      }
    };
  }
}
