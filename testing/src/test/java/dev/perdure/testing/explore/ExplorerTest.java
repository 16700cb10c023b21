package dev.perdure.testing.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.perdure.testing.Faults;
import dev.perdure.testing.RunResult;
import dev.perdure.testing.Scenario;
import dev.perdure.testing.Violation;
import dev.perdure.testing.report.FailureReport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class ExplorerTest {
  /** Fails for seeds that are multiples of a number; opens no world, so it costs nothing. */
  private static Scenario failingAtMultiplesOf(long number) {
    return simulation -> {
      if (simulation.seed() % number == 0) {
        throw new Violation("planted: seed " + simulation.seed());
      }
    };
  }

  @Test
  void theLowestSeedThatFailsIsFoundWhateverTheThreadsDo() {
    for (int round = 0; round < 20; round++) {
      Exploration found = Explorer.of(failingAtMultiplesOf(13)).firstSeed(1).threads(4).explore();
      assertThat(found.isOk()).isFalse();
      assertThat(found.failure().map(RunResult::seed)).contains(13L);
    }
  }

  @Test
  void seedsBoundTheRunsAndEachIsPlayedOnce() {
    ConcurrentSkipListSet<Long> played = new ConcurrentSkipListSet<>();
    AtomicInteger runs = new AtomicInteger();
    Exploration found =
        Explorer.of(
                simulation -> {
                  runs.incrementAndGet();
                  played.add(simulation.seed());
                })
            .firstSeed(-5)
            .seeds(300)
            .threads(3)
            .explore();
    assertThat(found.isOk()).isTrue();
    assertThat(found.exhausted()).isFalse();
    assertThat(found.played().runs()).isEqualTo(300);
    assertThat(runs).hasValue(300);
    assertThat(played).hasSize(300);
    assertThat(played.first()).isEqualTo(-5);
    assertThat(played.last()).isEqualTo(294);
  }

  @Test
  void stepsBoundTheRuns() {
    Exploration found =
        Explorer.of(Race.scenario(1)).plan(Plan.delays(0)).steps(20).threads(1).explore();
    assertThat(found.played().steps()).isBetween(20L, 40L);
    assertThat(found.played().faults()).isZero();
  }

  @Test
  void timeBoundsTheRuns() {
    Exploration found =
        Explorer.of(Race.scenario(1))
            .plan(Plan.delays(0))
            .time(Duration.ofMillis(1))
            .threads(2)
            .explore();
    assertThat(found.isOk()).isTrue();
    assertThat(found.played().elapsed()).isGreaterThanOrEqualTo(Duration.ofMillis(1));
  }

  @Test
  void itCanCollectSomeFailuresInTheirOrder() {
    Exploration found =
        Explorer.of(failingAtMultiplesOf(10)).firstSeed(1).collect(3).threads(2).explore();
    assertThat(found.failures()).extracting(RunResult::seed).containsExactly(10L, 20L, 30L);
  }

  @Test
  void failuresAreHeardOf() {
    ConcurrentSkipListSet<Long> heard = new ConcurrentSkipListSet<>();
    ExplorationListener listener =
        new ExplorationListener() {
          @Override
          public void failed(RunResult run) {
            heard.add(run.seed());
          }
        };
    var _ =
        Explorer.of(failingAtMultiplesOf(10))
            .firstSeed(1)
            .collect(2)
            .threads(1)
            .listen(listener)
            .explore();
    assertThat(heard).containsExactly(10L, 20L);
  }

  @Test
  void aFailureIsPlayedAgainAndRecorded() {
    Exploration found = Explorer.of(Race.scenario(6)).plan(Plan.pct(1)).seeds(500).explore();
    RunResult failure = found.failure().orElseThrow();
    assertThat(failure.thrown()).hasMessage("race: first was LONG_WAY");
    assertThat(failure.choices()).isNotEmpty();
    assertThat(failure.trace().lines()).isNotEmpty();
  }

  @Test
  void aProgramThatDoesNotRepeatIsToldOf() {
    AtomicInteger plays = new AtomicInteger();
    Exploration found =
        Explorer.of(
                _ -> {
                  if (plays.getAndIncrement() == 0) {
                    throw new Violation("planted: once");
                  }
                })
            .threads(1)
            .seeds(1)
            .explore();
    assertThat(found.failures())
        .singleElement()
        .satisfies(
            run ->
                assertThat(run.thrown())
                    .hasMessageStartingWith("does not repeat: seed 0 ended with")
                    .hasMessageEndingWith("Two more plays were alike"));
  }

  @Test
  void ofAProgramThatDoesNotRepeatTheFirstDifferenceIsToldAndNothingIsMadeSmall() {
    AtomicInteger plays = new AtomicInteger();
    Scenario scenario =
        simulation -> {
          Race.play(simulation, 1 + plays.getAndIncrement(), Faults.none());
          if (plays.get() == 1) {
            throw new Violation("planted: once");
          }
        };
    RunResult failed = Explorer.of(scenario).threads(1).seeds(1).explore().failure().orElseThrow();
    assertThat(failed.thrown())
        .hasMessageContaining("The first difference between two plays: ")
        .hasMessageContaining("Go[hops=2]")
        .hasMessageContaining("Go[hops=3]");
    Shrunk shrunk = Shrinker.shrink(scenario, failed, Duration.ofMinutes(1));
    assertThat(shrunk.run()).isSameAs(failed);
    assertThat(shrunk.tries()).isZero();
    assertThat(FailureReport.of("once", "--seed 0", scenario, failed, shrunk).toText())
        .contains("No seed shows it again")
        .doesNotContain("--seed 0", "Made small");
  }

  @Test
  void whatAListenerThrowsEndsTheExploration() {
    ExplorationListener listener =
        new ExplorationListener() {
          @Override
          public void failed(RunResult run) {
            throw new IllegalStateException("planted");
          }
        };
    for (int threads : List.of(1, 2)) {
      Explorer explorer = Explorer.of(failingAtMultiplesOf(10)).threads(threads).listen(listener);
      assertThatIllegalStateException()
          .isThrownBy(explorer::explore)
          .withMessageContaining("the exploration itself failed");
    }
  }

  @Test
  void wantOfMemoryIsToldWithTheSeedThatWantedIt() {
    Explorer explorer =
        Explorer.of(
                simulation -> {
                  if (simulation.seed() == 17) {
                    throw new OutOfMemoryError("planted");
                  }
                })
            .firstSeed(12);
    for (int threads : List.of(1, 2)) {
      assertThatIllegalStateException()
          .isThrownBy(explorer.threads(threads)::explore)
          .withMessageContaining("seed 17: ")
          .withMessageContaining("OutOfMemoryError: planted");
    }
  }

  @Test
  void budgetsOfNothingAreRefused() {
    Explorer explorer = Explorer.of(Race.scenario(1));
    assertThatIllegalArgumentException().isThrownBy(() -> explorer.seeds(0));
    assertThatIllegalArgumentException().isThrownBy(() -> explorer.steps(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> explorer.time(Duration.ZERO));
    assertThatIllegalArgumentException().isThrownBy(() -> explorer.threads(0));
    assertThatIllegalArgumentException().isThrownBy(() -> explorer.collect(0));
  }
}
