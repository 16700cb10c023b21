package dev.perdure.examples.wordcount;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.examples.Meanwhile;
import dev.perdure.testing.SimulatedClient;
import dev.perdure.testing.Simulation;
import dev.perdure.testing.coverage.Coverage;
import dev.perdure.testing.junit.Simulate;

/** Words are counted under every fault. */
final class WordCountSimTest {
  private static final int COUNTERS = 3;

  @Simulate(seeds = 100, firstSeed = 1)
  void theHighestFrequencyOnlyGrows(Simulation simulation, Coverage coverage) throws Exception {
    coverage.demandAll(WordCounter.TYPE);
    coverage.demandAll(Gatherer.TYPE);
    Meanwhile.atOnce(
        simulation,
        client -> {
          var _ =
              client.query(
                  WordCounter.of("word0", COUNTERS),
                  Long.class,
                  to -> new WordCounter.Look("word0", to));
        });
    new WordCountSimulation().scenario(COUNTERS).play(simulation);
    SimulatedClient reader = simulation.client("reader of reports");
    Gatherer.Reports reports =
        reader
            .query(Gatherer.MAIN, Gatherer.Reports.class, to -> new Gatherer.ListReports(0, to))
            .join();
    assertThat(reports.outOfTurn()).isZero();
    long last = 0;
    for (WordFrequency report : reports.reports()) {
      assertThat(report.frequency()).as(report::toString).isGreaterThan(last);
      last = report.frequency();
    }
  }
}
