package dev.perdure.testing.explore;

import dev.perdure.testing.RunResult;

/**
 * A failing run made small.
 *
 * @param size the size of the scenario, where it has one; 0 where it has none
 * @param run the smallest run found that fails the same way, recorded
 * @param tries how many runs were tried
 * @param minimal whether nothing could be taken away any more; else time was over
 */
public record Shrunk(int size, RunResult run, long tries, boolean minimal) {
  /** Whether seed and picks show the failure again. */
  public boolean repeats() {
    return !FailureKind.of(run).isUnsteady();
  }

  /** What decides the run, with its seed. */
  public Picks picks() {
    return Picks.of(run.choices());
  }
}
