package dev.perdure.examples.wordcount;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.Step;
import dev.perdure.examples.Meanwhile;
import dev.perdure.examples.Planted;
import dev.perdure.testing.Simulation;
import dev.perdure.testing.coverage.Coverage;
import dev.perdure.testing.junit.Simulate;
import org.junit.jupiter.api.Test;

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
          var _ =
              client.query(
                  Gatherer.MAIN, Gatherer.Reports.class, to -> new Gatherer.ListReports(0, to));
        });
    new WordCountSimulation().scenario(COUNTERS).play(simulation);
  }

  @Simulate(seeds = 50)
  void freshSeedsHoldToo(Simulation simulation) throws Exception {
    new WordCountSimulation().scenario(COUNTERS).play(simulation);
  }

  /** The planted bug: what is as frequent as the most frequent word is reported too. */
  private static final class EagerGatherer implements Machine<Gatherer.State, Gatherer.Event> {
    private final Gatherer gatherer = new Gatherer();

    @Override
    public Gatherer.State initial() {
      return gatherer.initial();
    }

    @Override
    public Gatherer.State on(
        Gatherer.State state, Gatherer.Event event, Step<Gatherer.Event> step) {
      Gatherer.State next = gatherer.on(state, event, step);
      if (event instanceof Gatherer.Found(var found) && found.frequency() == state.highest()) {
        long number = next.reports() + 1;
        step.map(Gatherer.REPORTS).put(number, found);
        return new Gatherer.State(next.highest(), number, next.outOfTurn());
      }
      return next;
    }
  }

  @Test
  void anEqualFrequencyThatIsReportedIsCaught() {
    Planted.isFound(
        WordCountSimulation.scenario(
            COUNTERS, Definition.of(Gatherer.TYPE, Gatherer.State.class, EagerGatherer::new)),
        "growth: WordFrequency[");
  }
}
