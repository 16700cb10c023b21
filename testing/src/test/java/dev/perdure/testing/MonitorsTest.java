package dev.perdure.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.testing.linear.CounterModel;
import dev.perdure.testing.linear.Linearizability;
import java.time.Duration;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Monitors of users: safety, liveness, invariants, models. */
class MonitorsTest {
  private static final int SEEDS = 200;

  private static String firstFailure(Scenario scenario) {
    Simulator simulator = Simulator.of(scenario);
    for (long seed = 0; seed < SEEDS; seed++) {
      var failure = simulator.run(seed).failure();
      if (failure.isPresent()) return String.valueOf(failure.get().getMessage());
    }
    return "";
  }

  @Test
  void aSafetyMonitorHearsEachStepOnce() {
    String failure =
        firstFailure(
            simulation -> {
              Set<Long> sums = new HashSet<>();
              simulation.watch(
                  step -> {
                    if (!sums.add(((Tally.State) step.after()).sum())) {
                      throw new AssertionError("heard twice: " + step);
                    }
                  });
              Tally.scenario(Tally.RIGHT).play(simulation);
              assertThat(sums).hasSize(9);
            });
    assertThat(failure).isEmpty();
  }

  @Test
  void whatASafetyMonitorThrowsFailsTheRun() {
    String failure =
        firstFailure(
            simulation -> {
              simulation.watch(
                  step -> {
                    if (((Tally.State) step.after()).sum() == 5) {
                      throw new IllegalStateException("five");
                    }
                  });
              Tally.scenario(Tally.RIGHT).play(simulation);
            });
    assertThat(failure).contains("five");
  }

  @Test
  void hotAtRestFails() {
    assertThat(firstFailure(simulation -> tallyTo(simulation, 10))).contains("hot", "reaches 10");
  }

  @Test
  void coldAtRestPasses() {
    assertThat(firstFailure(simulation -> tallyTo(simulation, 9))).isEmpty();
  }

  private static void tallyTo(Simulation simulation, long goal) throws Exception {
    Liveness reached = simulation.liveness("reaches " + goal);
    simulation.watch(
        step -> {
          long sum = ((Tally.State) step.after()).sum();
          if (sum < goal) {
            reached.hot("at " + sum);
          } else {
            reached.cold();
          }
        });
    Tally.scenario(Tally.RIGHT).play(simulation);
  }

  @Test
  void aProgramThatNeverRestsFailsWhenItStaysHot() {
    Scenario restless =
        simulation -> {
          simulation.open(Restless.DEFINITION);
          Liveness never = simulation.liveness("stops ticking");
          simulation.watch(_ -> never.hot("ticks"));
          var _ = simulation.client("c").send(Restless.TYPE.ref("r"), new Restless.Start());
          simulation.run(Duration.ofDays(365));
        };
    assertThat(Simulator.of(restless).run(1).failure().orElseThrow())
        .hasMessageContaining("stops ticking: hot for");
  }

  @Test
  void whatIsHotOnlyAsLongAsFaultsStrikeIsNoFailure() {
    long[] hotSteps = {0};
    Scenario troubled =
        simulation -> {
          simulation.faultyTurns(60_000).open(Restless.DEFINITION);
          Liveness served = simulation.liveness("serves");
          boolean[] calm = {false};
          simulation.listen(
              new RunListener() {
                @Override
                public void calm() {
                  calm[0] = true;
                }
              });
          simulation.watch(
              _ -> {
                if (calm[0]) {
                  served.cold();
                } else {
                  hotSteps[0]++;
                  served.hot("faults strike");
                }
              });
          var _ = simulation.client("c").send(Restless.TYPE.ref("r"), new Restless.Start());
          simulation.run(Duration.ofDays(21));
          assertThat(served.isHot()).isFalse();
        };
    Strategy chance = new RandomStrategy(1);
    Strategy faultsForLong =
        point ->
            point.kind() == ChoicePoint.Kind.VALUE && point.label(0).equals("turns with faults")
                ? 0
                : chance.choose(point);
    assertThat(Simulator.of(troubled).run(1, faultsForLong).failure()).isEmpty();
    assertThat(hotSteps[0]).isGreaterThan(Liveness.PATIENCE_STEPS);
  }

  @Test
  void anInvariantIsLookedAtWhenNothingIsLeftToDo() {
    Scenario wrong =
        simulation -> {
          simulation.invariant(
              states ->
                  assertThat(states.of(Tally.TYPE, Tally.State.class).values())
                      .as("sums")
                      .containsExactly(new Tally.State(8)));
          Tally.scenario(Tally.RIGHT).play(simulation);
        };
    assertThat(firstFailure(wrong)).contains("sums");
  }

  // ---- scenarios that do not end at rest -------------------------------------------------------

  private static void never(CommittedStates states) {
    throw new AssertionError("looked at " + states.of(Tally.TYPE, Tally.State.class));
  }

  private static void add(Simulation simulation) {
    simulation.client("c").ask(Tally.TYPE.ref("t"), Long.class, to -> new Tally.Add(1, to)).join();
  }

  private static void stayHot(Simulation simulation) {
    Liveness done = simulation.liveness("is done");
    simulation.watch(_ -> done.hot("more to do"));
  }

  @Test
  void anInvariantIsLookedAtWhenTheScenarioEndsWithAnAnswer() {
    Scenario joined =
        simulation -> {
          simulation.invariant(MonitorsTest::never).open(Tally.RIGHT);
          add(simulation);
        };
    assertThat(failure(joined)).contains("looked at");
  }

  @Test
  void hotIsFoundWhenTheScenarioEndsWithAnAnswer() {
    Scenario joined =
        simulation -> {
          simulation.open(Tally.RIGHT);
          stayHot(simulation);
          add(simulation);
        };
    assertThat(failure(joined)).contains("is done: hot, and nothing is left to do: more to do");
  }

  @Test
  void aProgramThatRestsBeforeItsTimeIsOverIsLookedAtThen() {
    long[] looks = {0};
    Scenario timed =
        simulation -> {
          looks[0] = 0;
          simulation.invariant(_ -> looks[0]++).open(Tally.RIGHT);
          add(simulation);
          simulation.run(Duration.ofDays(2));
          assertThat(looks[0]).isEqualTo(1);
          stayHot(simulation);
          var _ =
              simulation
                  .client("c")
                  .ask(Tally.TYPE.ref("t"), Long.class, to -> new Tally.Add(1, to));
          simulation.run(Duration.ofDays(2));
          throw new AssertionError("hot at rest, and it went on");
        };
    assertThat(failure(timed)).contains("is done: hot, and nothing is left to do");
    assertThat(looks[0]).isEqualTo(2);
  }

  private static Scenario ticking(int minutes, Consumer<Simulation> monitor) {
    return simulation -> {
      simulation.open(Restless.DEFINITION);
      monitor.accept(simulation);
      var _ = simulation.client("c").send(Restless.TYPE.ref("r"), new Restless.Start());
      simulation.run(Duration.ofMinutes(minutes));
    };
  }

  @Test
  void hotForAsLongAsAProgramIsRunIsFound() {
    Scenario hot = ticking(60, MonitorsTest::stayHot);
    assertThat(failure(hot)).contains("is done: hot for 10000 fair steps in a row");
  }

  @Test
  void hotNowAndThenIsNoFailureOfAProgramThatGoesOn() {
    Scenario flickering =
        ticking(
            60,
            simulation -> {
              Liveness even = simulation.liveness("an even number of ticks");
              simulation.watch(
                  step -> {
                    if (((Restless.State) step.after()).ticks() % 500 == 0) {
                      even.cold();
                    } else {
                      even.hot("more to come");
                    }
                  });
            });
    Simulator simulator = Simulator.of(flickering);
    for (long seed = 0; seed < 20; seed++) {
      assertThat(simulator.run(seed).failure()).as("seed %d", seed).isEmpty();
    }
  }

  @Test
  void anInvariantOfAProgramThatNeverRestsIsTold() {
    Scenario invariant = ticking(60, simulation -> simulation.invariant(_ -> {}));
    assertThat(failure(invariant)).contains("never comes to rest: ", "have no invariants");
  }

  @Test
  void whatIsRegisteredAndNeverLookedAtIsTold() {
    Scenario idle =
        simulation -> {
          simulation.invariant(_ -> {}).open(Tally.RIGHT);
          var _ =
              simulation
                  .client("c")
                  .ask(Tally.TYPE.ref("t"), Long.class, to -> new Tally.Add(1, to));
        };
    assertThat(failure(idle)).contains("never lets the world run");
    Scenario unopened = simulation -> simulation.liveness("is done");
    assertThat(failure(unopened)).contains("never lets the world run");
  }

  @Test
  void afterTheScenarioHasEndedNoFaultStrikes() {
    Scenario joined =
        simulation -> {
          boolean[] ended = {false};
          simulation.listen(
              new RunListener() {
                @Override
                public void struck(Fault fault, String where) {
                  assertThat(ended[0]).as("%s at %s", fault, where).isFalse();
                }
              });
          simulation.open(Tally.RIGHT);
          for (int i = 0; i < 5; i++) {
            add(simulation);
          }
          ended[0] = true;
        };
    assertThat(firstFailure(joined)).isEmpty();
  }

  /** How a run under seed 1 fails. */
  private static String failure(Scenario scenario) {
    return String.valueOf(Simulator.of(scenario).run(1).failure().orElseThrow().getMessage());
  }

  @Test
  void answersOfAForgetfulCounterAreNotLinearizable() {
    Scenario forgetful =
        simulation -> {
          simulation.listen(
              new Linearizability<>(
                  Tally.TYPE,
                  new CounterModel(event -> OptionalLong.of(((Tally.Add) event).number()))));
          Tally.scenario(Tally.FORGETFUL).play(simulation);
        };
    assertThat(firstFailure(forgetful)).contains("not linearizable");
  }
}
