package dev.perdure.examples.remotecomm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.Placement;
import dev.perdure.testing.Liveness;
import dev.perdure.testing.Simulation;
import dev.perdure.testing.coverage.Coverage;
import dev.perdure.testing.junit.Simulate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Series to other partitions under every fault. */
final class RemoteCommSimTest {
  private static final int COUNT = 5;
  private static final List<String> PLACES = List.of("here", "there", "elsewhere");

  @Simulate(seeds = 100, firstSeed = 1)
  void theSeriesComesOnceAndInOrder(Simulation simulation, Coverage coverage) {
    coverage.demandAll(Sender.TYPE);
    coverage.demandAll(Receiver.TYPE);
    simulation.open(Sender.DEFINITION, Receiver.DEFINITION);
    simulation.watch(
        step -> {
          if (step.after() instanceof Receiver.State(_, var astray)) {
            assertThat(astray).as(step.machine()::toString).isZero();
          }
        });
    ended(simulation);
    List<CompletableFuture<Receiver.Report>> reports = new ArrayList<>();
    for (String place : PLACES) {
      reports.add(
          simulation
              .client("client")
              .ask(
                  Sender.TYPE.ref("s"),
                  Receiver.Report.class,
                  to -> new Sender.SendSeries(place, COUNT, to)));
    }
    simulation.run();
    for (int i = 0; i < PLACES.size(); i++) {
      assertThat(reports.get(i).join())
          .isEqualTo(new Receiver.Report(Placement.of(PLACES.get(i)), COUNT, 0));
    }
  }

  /** Hot from the first number of a series to its end. */
  private static void ended(Simulation simulation) {
    Liveness ended = simulation.liveness("each series ends");
    long[] open = {0};
    simulation.watch(
        step -> {
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
        });
  }
}
