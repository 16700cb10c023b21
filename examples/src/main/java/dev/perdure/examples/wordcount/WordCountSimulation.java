package dev.perdure.examples.wordcount;

import dev.perdure.Definition;
import dev.perdure.testing.CommittedStep;
import dev.perdure.testing.Effect;
import dev.perdure.testing.Scenario;
import dev.perdure.testing.SimulatedApp;
import dev.perdure.testing.SimulatedClient;
import dev.perdure.testing.Simulation;
import dev.perdure.testing.Violation;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Words are counted in the simulator: by as many counters as the size says, ten words each. Each
 * frequency that is reported is higher than the one before it, no counter's report is out of turn,
 * and in the end the highest is the right one.
 */
public final class WordCountSimulation implements SimulatedApp {
  private static final int WORDS_PER_COUNTER = 10;
  private static final int DIFFERENT = 6;

  @Override
  public String name() {
    return "wordcount";
  }

  @Override
  public String description() {
    return "words counted by several counters: each counts once, and the highest only grows";
  }

  @Override
  public int standardSize() {
    return 3;
  }

  @Override
  public Scenario scenario(int size) {
    return scenario(size, Gatherer.DEFINITION);
  }

  /** With a gatherer that may be another than that of the example. */
  static Scenario scenario(int size, Definition<?, Gatherer.Event> gatherer) {
    return simulation -> {
      simulation.watch(new OnlyGrows()).open(WordCounter.DEFINITION, gatherer);
      play(simulation, size);
    };
  }

  private static void play(Simulation simulation, int counters) {
    SimulatedClient reader = simulation.client("reader");
    Map<String, Long> frequencies = new TreeMap<>();
    for (int position = 0; position < counters * WORDS_PER_COUNTER; position++) {
      String word = "word" + simulation.random().nextInt(DIFFERENT);
      frequencies.merge(word, 1L, Long::sum);
      var _ = reader.send(WordCounter.of(word, counters), new WordCounter.Count(word, position));
    }
    simulation.run();
    long expected = frequencies.values().stream().mapToLong(Long::longValue).max().orElse(0);
    long found =
        simulation
            .state(Gatherer.MAIN, Gatherer.State.class)
            .map(Gatherer.State::highest)
            .orElse(0L);
    if (found != expected) {
      throw new Violation("frequency: %d was found, %d is right".formatted(found, expected));
    }
  }

  /** Hears what the gatherer reports: each time more than the time before. */
  private static final class OnlyGrows implements Consumer<CommittedStep> {
    private long reported;

    @Override
    public void accept(CommittedStep step) {
      if (!(step.after() instanceof Gatherer.State state)) {
        return;
      }
      for (Effect effect : step.effects()) {
        if (effect instanceof Effect.MapPut(_, _, WordFrequency report)
            && step.event() instanceof Gatherer.Found) {
          grown(report);
        }
      }
      if (state.highest() != reported) {
        throw new Violation("growth: %s, and %d was reported".formatted(state, reported));
      }
      if (state.outOfTurn() > 0) {
        throw new Violation("turn: a counter's report was not its next: %s".formatted(state));
      }
    }

    private void grown(WordFrequency report) {
      if (report.frequency() <= reported) {
        throw new Violation("growth: %s was reported after %d".formatted(report, reported));
      }
      reported = report.frequency();
    }
  }
}
