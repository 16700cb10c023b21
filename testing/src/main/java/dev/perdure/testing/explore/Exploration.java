package dev.perdure.testing.explore;

import dev.perdure.testing.RunResult;
import java.util.List;
import java.util.Optional;

/**
 * What came of an exploration.
 *
 * @param failures the runs that failed, in the order in which they were begun; each was played a
 *     second time and recorded
 * @param exhausted whether all schedules within the bounds were played
 */
public record Exploration(Played played, List<RunResult> failures, boolean exhausted) {
  /** Keeps a copy. */
  public Exploration {
    failures = List.copyOf(failures);
  }

  /** Whether nothing failed. */
  public boolean isOk() {
    return failures.isEmpty();
  }

  /** The first that failed. */
  public Optional<RunResult> failure() {
    return failures.stream().findFirst();
  }
}
