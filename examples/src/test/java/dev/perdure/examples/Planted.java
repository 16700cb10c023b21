package dev.perdure.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.testing.RunResult;
import dev.perdure.testing.Scenario;
import dev.perdure.testing.explore.Exploration;
import dev.perdure.testing.explore.Explorer;

/** Bugs that were planted, each with the word of the monitor that catches it. */
public final class Planted {
  private static final int SEEDS = 300;
  private static final int MOST_FAILURES = 30;

  private Planted() {}

  /** It is found by whoever says this, be it that others notice it too. */
  public static void isFound(Scenario scenario, String by) {
    Exploration found =
        Explorer.of(scenario).firstSeed(1).seeds(SEEDS).collect(MOST_FAILURES).explore();
    assertThat(found.failures())
        .as("what failed in %d runs", found.played().runs())
        .extracting(RunResult::failure)
        .anySatisfy(
            failure ->
                assertThat(failure)
                    .hasValueSatisfying(thrown -> assertThat(thrown).hasMessageStartingWith(by)));
  }
}
