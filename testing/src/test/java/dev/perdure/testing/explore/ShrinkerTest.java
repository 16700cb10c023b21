package dev.perdure.testing.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.perdure.testing.ChoicePoint.Kind;
import dev.perdure.testing.Fault;
import dev.perdure.testing.Faults;
import dev.perdure.testing.Relay;
import dev.perdure.testing.RunListener;
import dev.perdure.testing.RunResult;
import dev.perdure.testing.Scenario;
import dev.perdure.testing.SimulatedApp;
import dev.perdure.testing.Simulation;
import dev.perdure.testing.Simulator;
import dev.perdure.testing.Spinner;
import dev.perdure.testing.Violation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ShrinkerTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  /** What tells whether a fault has struck. */
  private static boolean[] watchedFor(Simulation simulation, Fault watched) {
    boolean[] struck = {false};
    simulation.listen(
        new RunListener() {
          @Override
          public void struck(Fault fault, String where) {
            struck[0] |= fault == watched;
          }
        });
    return struck;
  }

  /** Fails where a node dies after the race was begun, whatever else strikes. */
  private static void crashHurts(Simulation simulation) {
    boolean[] crashed = watchedFor(simulation, Fault.CRASH);
    Race.play(simulation, 2, Faults.all());
    if (crashed[0]) {
      throw new Violation("planted: a node died");
    }
  }

  private static RunResult failing(Scenario scenario, Plan plan, String message) {
    Exploration found = Explorer.of(scenario).plan(plan).seeds(2_000).collect(20).explore();
    return found.failures().stream()
        .filter(run -> String.valueOf(run.failure().orElseThrow().getMessage()).equals(message))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void ofManyFaultsTheOneThatMattersIsLeft() {
    RunResult failed = failing(ShrinkerTest::crashHurts, Plan.random(), "planted: a node died");
    Shrunk shrunk = Shrinker.shrink(ShrinkerTest::crashHurts, failed, LONG);
    assertThat(shrunk.minimal()).isTrue();
    assertThat(shrunk.run().thrown()).hasMessage("planted: a node died");
    assertThat(shrunk.picks().size(Kind.FAULT)).isEqualTo(1);
    assertThat(shrunk.run().struck(Fault.CRASH)).isEqualTo(1);
    assertThat(shrunk.run().faults()).isEqualTo(1);
    assertThat(shrunk.picks().size()).isLessThanOrEqualTo(2);
  }

  /** Fails where a store is taken over, in a scenario that drives the world again and again. */
  private static void takeoverHurts(Simulation simulation) {
    boolean[] taken = watchedFor(simulation, Fault.TAKEOVER);
    simulation.open(Relay.DEFINITION, Relay.ECHO.with((text, _) -> text));
    for (String name : new String[] {"one", "two"}) {
      simulation.client("client").ask(Relay.TYPE.ref(name), String.class, Relay.Begin::new).join();
    }
    simulation.run();
    if (taken[0]) {
      throw new Violation("planted: a store was taken over");
    }
  }

  @Test
  void whatIsTakenOutDoesNotMakeOtherChoicesOfWhatStays() {
    Exploration found = Explorer.of(ShrinkerTest::takeoverHurts).seeds(2_000).collect(15).explore();
    assertThat(found.failures()).hasSize(15);
    List<Picks> small =
        found.failures().stream()
            .map(failed -> Shrinker.shrink(ShrinkerTest::takeoverHurts, failed, LONG).picks())
            .toList();
    // Some end where one of several picks cannot go alone; most have what matters and no more.
    assertThat(small).allMatch(picks -> picks.size() <= 8);
    assertThat(small).filteredOn(picks -> picks.size() <= 2).hasSizeGreaterThanOrEqualTo(9);
  }

  @Test
  void whatIsLeftOfAScheduleIsWhatTheBugNeeds() {
    RunResult failed = failing(Race.scenario(2), Plan.random(), "race: first was LONG_WAY");
    Shrunk shrunk = Shrinker.shrink(Race.scenario(2), failed, LONG);
    assertThat(shrunk.minimal()).isTrue();
    assertThat(shrunk.picks().size()).isPositive().isLessThan(Picks.of(failed.choices()).size());
    assertThat(shrunk.run().thrown()).hasMessage("race: first was LONG_WAY");
  }

  @Test
  void aSmallRunIsSeenAgainByItsPicks() {
    RunResult failed = failing(Race.scenario(2), Plan.random(), "race: first was LONG_WAY");
    Shrunk shrunk = Shrinker.shrink(Race.scenario(2), failed, LONG);
    Picks read = Picks.parse(shrunk.picks().toString());
    RunResult again = Simulator.of(Race.scenario(2)).record(shrunk.run().seed(), read.strategy());
    assertThat(again.trace()).isEqualTo(shrunk.run().trace());
    assertThat(again.choices()).isEqualTo(shrunk.run().choices());
    Shrunk other = Shrinker.shrink(Race.scenario(2), failed, LONG);
    assertThat(other.picks()).hasToString(shrunk.picks().toString());
  }

  @Test
  void aSmallerScenarioIsLookedForFirst() {
    SimulatedApp races = new Races();
    RunResult failed = failing(races.scenario(4), Plan.pct(1), "race: first was LONG_WAY");
    Shrunk shrunk = Shrinker.shrink(races, 4, Plan.pct(1), failed, LONG);
    assertThat(shrunk.size()).isEqualTo(1);
    assertThat(shrunk.run().thrown()).hasMessage("race: first was LONG_WAY");
  }

  /** As many hops as its size says. */
  private static final class Races implements SimulatedApp {
    @Override
    public String name() {
      return "races";
    }

    @Override
    public String description() {
      return "the long way is faster now and then";
    }

    @Override
    public int standardSize() {
      return 4;
    }

    @Override
    public Scenario scenario(int size) {
      return Race.scenario(size);
    }
  }

  /** Fails with a crash in one line, and without one in another. */
  private static void failsInTwoWays(Simulation simulation) {
    boolean[] crashed = watchedFor(simulation, Fault.CRASH);
    Race.play(simulation, 2, Faults.all());
    if (crashed[0]) {
      throw new AssertionError("planted: a node died");
    }
    throw new AssertionError("planted: no node died");
  }

  @Test
  void anAssertionIsNotTakenForAnotherOne() {
    RunResult failed = failing(ShrinkerTest::failsInTwoWays, Plan.random(), "planted: a node died");
    Shrunk shrunk = Shrinker.shrink(ShrinkerTest::failsInTwoWays, failed, LONG);
    assertThat(shrunk.run().thrown()).hasMessage("planted: a node died");
  }

  @Test
  void aScenarioThatChoosesItsSizeIsMadeSmaller() {
    int[] played = {0};
    Scenario scenario =
        simulation -> {
          simulation.open(Relay.DEFINITION, Relay.ECHO.with((text, _) -> text));
          played[0] = 1 + simulation.choose(10);
          throw new Violation("planted: whatever its size");
        };
    RunResult failed = failing(scenario, Plan.random(), "planted: whatever its size");
    Shrunk shrunk = Shrinker.shrink(scenario, failed, LONG);
    Simulator.of(scenario).run(shrunk.run().seed(), shrunk.picks().strategy());
    assertThat(played[0]).isEqualTo(1);
  }

  @Test
  void whenTimeIsOverTheRunIsTakenAsItIs() {
    RunResult failed = failing(Race.scenario(2), Plan.random(), "race: first was LONG_WAY");
    Shrunk shrunk = Shrinker.shrink(Race.scenario(2), failed, Duration.ZERO);
    assertThat(shrunk.minimal()).isFalse();
    assertThat(shrunk.run()).isEqualTo(failed);
  }

  @Test
  void aRunThatDidNotFailIsRefused() {
    RunResult fine = Simulator.of(Race.scenario(2)).record(0, Plan.delays(0).strategy(0));
    assertThat(fine.isOk()).isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Shrinker.shrink(Race.scenario(2), fine, LONG));
  }

  private static void spins(Simulation simulation) {
    simulation.open(Spinner.DEFINITION);
    var _ =
        simulation.client("c").send(Spinner.TYPE.ref("s"), new Spinner.Turn(Spinner.TYPE.ref("s")));
    simulation.run();
  }

  @Test
  void aTryThatTakesTooLongIsEndedInTheMiddle() {
    RunResult failed = Simulator.of(ShrinkerTest::spins).record(1);
    long[] looks = {0};
    long[] steps = {0};
    Scenario counted =
        simulation -> {
          simulation.watch(_ -> steps[0]++);
          spins(simulation);
        };
    Shrunk shrunk = Shrinker.shrink(counted, 0, failed, new Deadline(() -> looks[0]++, 1_000));
    assertThat(shrunk.minimal()).isFalse();
    assertThat(shrunk.tries()).isEqualTo(1);
    assertThat(shrunk.run()).isSameAs(failed);
    assertThat(steps[0]).isBetween(900L, 1_000L);
  }
}
