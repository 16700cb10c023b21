package dev.perdure.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.testing.RunResult;
import dev.perdure.testing.Scenario;
import dev.perdure.testing.explore.Exploration;
import dev.perdure.testing.explore.Explorer;

/** Bugs that were planted, each with the word of the monitor that catches it. */
public final class Planted {
  private static final int SEEDS = 300;

  private Planted() {}

  /** It is found, and the first who says so says this. */
  public static void isFound(Scenario scenario, String by) {
    Exploration found = Explorer.of(scenario).firstSeed(1).seeds(SEEDS).explore();
    assertThat(found.failure().flatMap(RunResult::failure))
        .as("what failed in %d runs", found.played().runs())
        .hasValueSatisfying(failure -> assertThat(failure).hasMessageStartingWith(by));
  }
}
