package dev.perdure.testing.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.perdure.testing.RunResult;
import dev.perdure.testing.Scenario;
import dev.perdure.testing.Simulator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each strategy finds a bug that chance needs many more runs for. */
final class PlanTest {
  private static final long BUDGET = 200;

  private static long failures(Scenario scenario, Plan plan) {
    return failures(scenario, plan, BUDGET);
  }

  private static long failures(Scenario scenario, Plan plan, long budget) {
    Exploration found =
        Explorer.of(scenario).plan(plan).seeds(budget).collect((int) budget).explore();
    assertThat(found.played().runs()).isEqualTo(budget);
    return found.failures().size();
  }

  @Test
  void prioritiesFindWhatNeedsOneThreadToBeSlowForLong() {
    Scenario race = Race.scenario(6);
    assertThat(failures(race, Plan.random())).isLessThanOrEqualTo(1);
    assertThat(failures(race, Plan.pct(1))).isGreaterThan(BUDGET / 10);
    assertThat(failures(race, Plan.pct(3))).isGreaterThan(BUDGET / 20);
  }

  @Test
  void delaysFindWhatNeedsARegularScheduleThatIsDisturbedOnce() {
    long budget = 500;
    assertThat(failures(Duet.scenario(), Plan.random(), budget)).isZero();
    assertThat(failures(Duet.scenario(), Plan.delays(1), budget)).isGreaterThanOrEqualTo(3);
  }

  @Test
  void aPortfolioFindsWhatChanceDoesNot() {
    assertThat(failures(Race.scenario(6), Plan.portfolio())).isGreaterThan(BUDGET / 50);
  }

  @Test
  void aSeedAndTheNameOfAPlanAreOneRun() {
    for (String name : List.of("random", "pct:3", "delays:2", "portfolio")) {
      assertThat(Plan.named(name)).hasToString(name);
      for (long seed = 0; seed < 4; seed++) {
        RunResult one = record(Plan.named(name), seed);
        RunResult other = record(Plan.named(name), seed);
        assertThat(one.choices()).isNotEmpty().isEqualTo(other.choices());
        assertThat(one.trace()).isEqualTo(other.trace());
      }
    }
  }

  private static RunResult record(Plan plan, long seed) {
    return Simulator.of(Race.scenario(2)).record(seed, plan.strategy(seed));
  }

  @Test
  void anUnknownNameTellsWhichThereAre() {
    for (String name : List.of("", "PCT", "pct:", "pct:x", "pct:-1", "delays:1000", "dfs")) {
      assertThatIllegalArgumentException()
          .as(name)
          .isThrownBy(() -> Plan.named(name))
          .withMessageMatching(".*(there are random, pct:CHANGES|must be 0 to 100).*");
    }
  }
}
