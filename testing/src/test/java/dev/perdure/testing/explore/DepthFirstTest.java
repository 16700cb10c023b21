package dev.perdure.testing.explore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.testing.Choice;
import dev.perdure.testing.ChoicePoint.Kind;
import dev.perdure.testing.Faults;
import dev.perdure.testing.RandomStrategy;
import dev.perdure.testing.RunResult;
import dev.perdure.testing.Scenario;
import dev.perdure.testing.Simulation;
import dev.perdure.testing.Simulator;
import dev.perdure.testing.Strategy;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class DepthFirstTest {
  /** Two clients, two machines in one partition. */
  private static void tiny(Simulation simulation) {
    simulation.faults(Faults.none()).partitions(1).stores(1).open(Race.DEFINITION);
    var _ = simulation.client("a").send(Race.TYPE.ref("x"), new Race.Arrived(true));
    var _ = simulation.client("b").send(Race.TYPE.ref("y"), new Race.Arrived(true));
    simulation.run();
  }

  /** What a run picked, one letter for each choice of a task. */
  private static String schedule(RunResult run) {
    StringBuilder text = new StringBuilder();
    for (Choice choice : run.choices()) {
      if (choice.kind() == Kind.TASK) {
        text.append(choice.picked()).append('/').append(choice.options()).append(' ');
      }
    }
    return text.toString();
  }

  /** Goes through all paths one by one, as the explorer does with many threads. */
  private static List<String> schedules(Scenario scenario, DepthFirst bounds) throws Exception {
    Simulator simulator = Simulator.of(scenario);
    List<String> schedules = Collections.synchronizedList(new java.util.ArrayList<>());
    Paths paths = new Paths(bounds);
    for (Search.Attempt attempt = paths.next(); attempt != null; attempt = paths.next()) {
      Strategy strategy = attempt.strategy();
      assertThat(simulator.run(attempt.seed(), strategy).isOk()).isTrue();
      attempt.played(strategy);
      schedules.add(schedule(simulator.record(attempt.seed(), attempt.strategy())));
    }
    return schedules;
  }

  @Test
  void everyScheduleOfATinyProgramIsPlayedOnce() throws Exception {
    List<String> all = schedules(DepthFirstTest::tiny, DepthFirst.schedules());
    assertThat(all).doesNotHaveDuplicates();
    // Chance, given much more runs than there are schedules, comes to the same ones.
    Set<String> byChance = new TreeSet<>();
    Simulator simulator = Simulator.of(DepthFirstTest::tiny);
    for (long seed = 0; seed < 40L * all.size(); seed++) {
      Strategy chance = new RandomStrategy(seed);
      Strategy tasksByChance = point -> point.kind() == Kind.TASK ? chance.choose(point) : 0;
      byChance.add(schedule(simulator.record(seed, tasksByChance)));
    }
    assertThat(byChance).isEqualTo(new TreeSet<>(all));
  }

  @Test
  void theExplorerPlaysAsManyWithAnyNumberOfThreads() throws Exception {
    long all = schedules(DepthFirstTest::tiny, DepthFirst.schedules()).size();
    for (int threads : List.of(1, 3)) {
      Exploration found =
          Explorer.of(DepthFirstTest::tiny)
              .depthFirst(DepthFirst.schedules())
              .threads(threads)
              .explore();
      assertThat(found.exhausted()).isTrue();
      assertThat(found.played().runs()).isEqualTo(all);
    }
  }

  @Test
  void boundsLeaveOutWhatDeviatesMuchOrLate() throws Exception {
    List<String> all = schedules(DepthFirstTest::tiny, DepthFirst.schedules());
    List<String> few = schedules(DepthFirstTest::tiny, DepthFirst.schedules().deviations(1));
    List<String> early = schedules(DepthFirstTest::tiny, DepthFirst.schedules().depth(1));
    assertThat(all).containsAll(few).containsAll(early);
    assertThat(few).hasSizeLessThan(all.size()).allMatch(text -> deviations(text) <= 1);
    assertThat(few).hasSize((int) all.stream().filter(text -> deviations(text) <= 1).count());
    assertThat(early).hasSizeLessThan(few.size());
  }

  private static long deviations(String schedule) {
    return java.util.Arrays.stream(schedule.split(" ", -1))
        .filter(choice -> !choice.isEmpty() && !choice.startsWith("0/"))
        .count();
  }

  @Test
  void valuesThatAScenarioChoosesAreGoneThroughToo() throws Exception {
    Set<Integer> chosen = new TreeSet<>();
    Scenario choosing =
        simulation -> {
          simulation.faults(Faults.none()).partitions(1).stores(1).open(Race.DEFINITION);
          chosen.add(10 * simulation.choose(3) + simulation.choose(4));
        };
    assertThat(schedules(choosing, DepthFirst.schedules())).hasSize(1);
    assertThat(chosen).containsExactly(0);
    assertThat(schedules(choosing, DepthFirst.schedules().withValues())).hasSize(12);
    assertThat(chosen).containsExactly(0, 1, 2, 3, 10, 11, 12, 13, 20, 21, 22, 23);
  }

  @Test
  void aBugOfOrderIsFoundAndSeenAgain() {
    Exploration found =
        Explorer.of(Race.scenario(0))
            .depthFirst(DepthFirst.schedules().deviations(1))
            .threads(1)
            .explore();
    RunResult failure = found.failure().orElseThrow();
    assertThat(failure.thrown()).hasMessage("race: first was LONG_WAY");
    assertThat(found.exhausted()).isFalse();
    RunResult again = Simulator.of(Race.scenario(0)).run(0, Picks.of(failure.choices()).strategy());
    assertThat(again.thrown()).hasMessage("race: first was LONG_WAY");
  }
}
