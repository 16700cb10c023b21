package dev.perdure.testing.explore;

import java.time.Duration;

/**
 * What was played.
 *
 * @param steps how many steps became durable
 * @param faults how many faults struck
 */
public record Played(long runs, long steps, long faults, Duration elapsed) {
  /** This and what was played after it. */
  public Played plus(Played later) {
    return new Played(
        runs + later.runs, steps + later.steps, faults + later.faults, elapsed.plus(later.elapsed));
  }

  /** Runs a second. */
  public double runsPerSecond() {
    double seconds = elapsed.toNanos() / 1e9;
    return seconds == 0 ? 0 : runs / seconds;
  }
}
