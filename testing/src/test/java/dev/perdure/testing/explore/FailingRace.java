package dev.perdure.testing.explore;

import dev.perdure.testing.RunResult;
import dev.perdure.testing.report.FailureReport;
import java.time.Duration;

/** A report of the race, for tests of reports. */
public final class FailingRace {
  private FailingRace() {}

  /** Finds it, makes it small, tells of it. */
  public static FailureReport report() {
    RunResult failed =
        Explorer.of(Race.scenario(2)).plan(Plan.pct(1)).explore().failure().orElseThrow();
    Shrunk shrunk = Shrinker.shrink(Race.scenario(2), failed, Duration.ofMinutes(5));
    return FailureReport.of(
        "race", "perdure simulate race --seed 3", Race.scenario(2), failed, shrunk);
  }
}
