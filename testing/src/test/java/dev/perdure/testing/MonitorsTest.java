package dev.perdure.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.testing.linear.CounterModel;
import dev.perdure.testing.linear.Linearizability;
import java.time.Duration;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
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
