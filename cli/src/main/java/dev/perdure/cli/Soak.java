package dev.perdure.cli;

import dev.perdure.testing.RunResult;
import dev.perdure.testing.SimulatedApp;
import dev.perdure.testing.explore.Exploration;
import dev.perdure.testing.explore.Explorer;
import dev.perdure.testing.explore.Played;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Plays fresh seeds of some apps in turns, a round of one after a round of another, until a bound
 * is reached or something fails.
 */
final class Soak {
  private static final Duration LONGEST_ROUND = Duration.ofSeconds(20);

  /** Each app has this many turns at least, where steps are the bound. */
  private static final int TURNS = 10;

  /** Where time is, with many apps and little of it. */
  private static final int TURNS_IN_TIME = 2;

  private final List<SimulatedApp> apps;
  private final long mostSteps;
  private final Duration mostTime;
  private final SplittableRandom seeds;
  private final long beginNanos = System.nanoTime();
  private Played sum = new Played(0, 0, 0, Duration.ZERO);

  /** Makes the explorer of a round: of this app, from this seed on, after what was played. */
  interface Rounds {
    Explorer explorer(SimulatedApp of, long first, Played before);
  }

  /** A run that failed. */
  record Failed(SimulatedApp of, RunResult run) {}

  /**
   * @param seed decides the first seed of each round
   */
  Soak(List<SimulatedApp> apps, long mostSteps, Duration mostTime, long seed) {
    this.apps = apps;
    this.mostSteps = mostSteps;
    this.mostTime = mostTime;
    this.seeds = new SplittableRandom(seed);
  }

  /** Plays; empty when nothing failed. */
  Optional<Failed> play(Rounds rounds) {
    for (int round = 0; stepsLeft() > 0 && nanosLeft() > 0; round++) {
      SimulatedApp of = apps.get(round % apps.size());
      Explorer explorer = rounds.explorer(of, seeds.nextLong(1L << 48), sum);
      Exploration found = explorer.steps(steps()).time(time()).explore();
      sum = sum.plus(found.played());
      if (!found.isOk()) {
        return Optional.of(new Failed(of, found.failures().getFirst()));
      }
    }
    return Optional.empty();
  }

  /** What was played so far. */
  Played played() {
    return sum;
  }

  private long stepsLeft() {
    return mostSteps - sum.steps();
  }

  private long nanosLeft() {
    return mostTime.toNanos() - (System.nanoTime() - beginNanos);
  }

  private long steps() {
    long share = mostSteps / ((long) TURNS * apps.size());
    return Math.clamp(share, 1, stepsLeft());
  }

  private Duration time() {
    long share = mostTime.toNanos() / ((long) TURNS_IN_TIME * apps.size());
    long round = Math.clamp(share, 1, LONGEST_ROUND.toNanos());
    return Duration.ofNanos(Math.clamp(nanosLeft(), 1, round));
  }
}
