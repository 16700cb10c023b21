package dev.perdure.testing.explore;

import dev.perdure.testing.RunResult;
import dev.perdure.testing.Scenario;
import dev.perdure.testing.Simulator;
import dev.perdure.testing.Strategy;
import dev.perdure.testing.coverage.Coverage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Plays a scenario again and again, each time another way, until something fails or the budget is
 * used up. Several threads play at once, each in a world of its own: scenarios must share nothing.
 *
 * <pre>{@code
 * Exploration found = Explorer.of(scenario).seeds(10_000).time(Duration.ofMinutes(1)).explore();
 * }</pre>
 *
 * <p>Budgets bound the runs that are begun; those under way are played to their ends. Of seeds the
 * lowest that fails is found, whatever the number of threads.
 */
public final class Explorer {
  private final Scenario scenario;
  private Plan plan = Plan.portfolio();
  private @Nullable DepthFirst exhaustive;
  private long firstSeed;
  private long seeds = Long.MAX_VALUE;
  private long steps = Long.MAX_VALUE;
  private Duration time = Duration.ofNanos(Long.MAX_VALUE);
  private int threads = Runtime.getRuntime().availableProcessors();
  private int mostFailures = 1;
  private ExplorationListener listener = new ExplorationListener() {};
  private @Nullable Coverage coverage;

  private Explorer(Scenario scenario) {
    this.scenario = scenario;
  }

  /** An explorer of a scenario, without a bound yet. */
  public static Explorer of(Scenario scenario) {
    return new Explorer(scenario);
  }

  /** How runs are decided; {@link Plan#portfolio()} where nothing is said. */
  public Explorer plan(Plan by) {
    plan = by;
    exhaustive = null;
    return this;
  }

  /** All schedules within bounds, instead of a plan; it ends when there are no more. */
  public Explorer depthFirst(DepthFirst bounds) {
    exhaustive = bounds;
    return this;
  }

  /** The seed of the first run; the next has the next number. 0 where nothing is said. */
  public Explorer firstSeed(long seed) {
    firstSeed = seed;
    return this;
  }

  /** At most this many runs. */
  public Explorer seeds(long most) {
    seeds = positive("seeds", most);
    return this;
  }

  /** No run is begun after this many steps became durable. */
  public Explorer steps(long most) {
    steps = positive("steps", most);
    return this;
  }

  /** No run is begun after this time. */
  public Explorer time(Duration most) {
    positive("time", most.toNanos());
    time = most;
    return this;
  }

  /** How many runs are played at once; as many as there are cores where nothing is said. */
  public Explorer threads(int number) {
    threads = (int) positive("threads", number);
    return this;
  }

  /** Goes on after a failure, until there are this many. */
  public Explorer collect(int failures) {
    mostFailures = (int) positive("failures", failures);
    return this;
  }

  /** Hears how far it is. */
  public Explorer listen(ExplorationListener to) {
    listener = to;
    return this;
  }

  /** Counts what the runs reach; not the second play of one that failed. */
  public Explorer coverage(Coverage by) {
    coverage = by;
    return this;
  }

  private static long positive(String name, long number) {
    if (number < 1) {
      throw new IllegalArgumentException(name + " must be more than zero: " + number);
    }
    return number;
  }

  /**
   * Plays. With one thread on the calling thread.
   *
   * @throws IllegalStateException if it is interrupted
   */
  public Exploration explore() {
    DepthFirst bounds = exhaustive;
    Search search = bounds == null ? new Seeds(plan, firstSeed) : new Paths(bounds);
    Tally tally = new Tally(seeds, steps, time, mostFailures, listener);
    Simulator simulator = Simulator.of(covered());
    if (threads == 1) {
      work(simulator, search, tally);
    } else {
      workTogether(simulator, search, tally);
    }
    return tally.result(Simulator.of(scenario));
  }

  private Scenario covered() {
    Coverage by = coverage;
    return by == null ? scenario : simulation -> scenario.play(simulation.listen(by));
  }

  private void workTogether(Simulator simulator, Search search, Tally tally) {
    List<Thread> workers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      workers.add(
          Thread.ofPlatform()
              .name("explorer-" + i)
              .daemon()
              .start(() -> work(simulator, search, tally)));
    }
    try {
      for (Thread worker : workers) {
        worker.join();
      }
    } catch (InterruptedException e) {
      tally.stop();
      workers.forEach(Thread::interrupt);
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while exploring", e);
    }
  }

  private static void work(Simulator simulator, Search search, Tally tally) {
    String where = "";
    try {
      while (tally.mayBegin()) {
        where = "";
        Search.Attempt attempt = search.next();
        if (attempt == null) {
          tally.exhausted();
          return;
        }
        where = "seed " + attempt.seed() + ": ";
        play(simulator, attempt, tally);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Throwable e) { // Not the scenario's: the simulator, or a listener; or want of memory.
      tally.broke(e, where);
    }
  }

  private static void play(Simulator simulator, Search.Attempt attempt, Tally tally) {
    Strategy strategy = attempt.strategy();
    boolean ended = false;
    try {
      RunResult result = simulator.run(attempt.seed(), strategy);
      ended = true;
      tally.ended(attempt, result);
    } finally {
      if (!ended) {
        tally.stop();
      }
      attempt.played(strategy);
    }
  }
}
