package dev.perdure.examples.wordcount;

import dev.perdure.testing.CommittedStep;
import dev.perdure.testing.RunListener;
import dev.perdure.testing.Scenario;
import dev.perdure.testing.SimulatedApp;
import dev.perdure.testing.SimulatedClient;
import dev.perdure.testing.Simulation;
import dev.perdure.testing.Violation;
import java.util.Map;
import java.util.TreeMap;

/**
 * Words are counted in the simulator: by as many counters as the size says, ten words each. The
 * highest frequency that is reported only grows, no counter's report is out of turn, and in the end
 * the highest is the right one.
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
    return simulation -> play(simulation, size);
  }

  private static void play(Simulation simulation, int counters) {
    simulation.listen(new OnlyGrows()).open(WordCounter.DEFINITION, Gatherer.DEFINITION);
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

  /** Hears the gatherer's states. */
  private static final class OnlyGrows implements RunListener {
    @Override
    public void committed(CommittedStep step) {
      if (step.before() instanceof Gatherer.State before
          && step.after() instanceof Gatherer.State after) {
        if (after.highest() < before.highest()) {
          throw new Violation("growth: %s came after %s".formatted(after, before));
        }
        if (after.outOfTurn() > 0) {
          throw new Violation("turn: a counter's report was not its next: %s".formatted(after));
        }
      }
    }
  }
}
