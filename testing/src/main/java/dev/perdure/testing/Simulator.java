package dev.perdure.testing;

import dev.perdure.testing.world.ProgramCache;
import dev.perdure.testing.world.Settings;
import dev.perdure.testing.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Plays a scenario, in a fresh world each time. The same scenario, seed and strategy give the same
 * run, whether it is recorded or not. Thread-safe: runs on several threads share nothing.
 */
public final class Simulator {
  private final Scenario scenario;
  private final Settings settings;
  private final ConcurrentLinkedQueue<ProgramCache> caches = new ConcurrentLinkedQueue<>();

  private Simulator(Scenario scenario, Settings settings) {
    this.scenario = scenario;
    this.settings = settings;
  }

  /** A simulator of a scenario. */
  public static Simulator of(Scenario scenario) {
    return new Simulator(scenario, Settings.standard());
  }

  /** Plays it by chance, as fast as it can. */
  public RunResult run(long seed) {
    return play(seed, new RandomStrategy(seed), false, new ArrayList<>());
  }

  /** Plays it by chance, as {@link #run(long)} does, and records it. */
  public RunResult record(long seed) {
    return record(seed, new RandomStrategy(seed));
  }

  /**
   * Plays it as a strategy decides, as fast as it can.
   *
   * @param seed of the chance inside the program
   */
  public RunResult run(long seed, Strategy strategy) {
    return play(seed, strategy, false, new ArrayList<>());
  }

  /** Plays it as a strategy decides, and records choices and trace. */
  public RunResult record(long seed, Strategy strategy) {
    List<Choice> choices = new ArrayList<>();
    return play(seed, new Recorder(strategy, choices), true, choices);
  }

  private RunResult play(long seed, Strategy strategy, boolean recorded, List<Choice> choices) {
    ProgramCache cache = caches.poll();
    if (cache == null) {
      cache = new ProgramCache();
    }
    Simulation simulation = new Simulation(seed, strategy, recorded, cache, settings);
    Throwable failure = null;
    QuietKernel.begin();
    try {
      scenario.play(simulation);
      simulation.settle();
      simulation.checkHistory();
    } catch (Exception | Error e) { // Whatever it is, it is how the run ended.
      failure = e;
    } finally {
      QuietKernel.end();
    }
    RunResult result = result(seed, simulation.worldIfOpen(), failure, choices);
    caches.add(cache);
    simulation.ended(result);
    return result;
  }

  private static RunResult result(
      long seed, @Nullable World world, @Nullable Throwable failure, List<Choice> choices) {
    boolean ofTheRun = failure instanceof Violation || failure instanceof StackOverflowError;
    if (failure instanceof VirtualMachineError fatal && !ofTheRun) {
      throw fatal;
    }
    if (world == null) {
      return new RunResult(seed, failure, 0, 0, List.of(), choices, Trace.EMPTY);
    }
    world.end();
    List<Long> struck = new ArrayList<>();
    for (long times : world.struck()) {
      struck.add(times);
    }
    return new RunResult(
        seed,
        failure,
        world.turns(),
        world.checks().steps(),
        struck,
        choices,
        new Trace(world.lines()));
  }

  /** Writes down what a strategy decides. */
  private record Recorder(Strategy strategy, List<Choice> choices) implements Strategy {
    @Override
    public int choose(ChoicePoint point) {
      int picked = strategy.choose(point);
      choices.add(new Choice(point.kind(), point.options(), picked, point.label(picked)));
      return picked;
    }
  }
}
