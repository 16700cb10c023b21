package dev.perdure.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Programs that go on for ever: told soon, and with what goes on. */
final class EndlessTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** What the plain run of a program fails with. */
  private static Throwable failure(Scenario scenario) {
    RunResult result = Simulator.of(scenario).run(1, new ReplayStrategy(List.<Choice>of()));
    return result.failure().orElseThrow(() -> new AssertionError("it ended well"));
  }

  private static void spin(Simulation simulation, String one, String other) {
    simulation.open(Spinner.DEFINITION);
    var _ =
        simulation
            .client("c")
            .send(Spinner.TYPE.ref(one), new Spinner.Turn(Spinner.TYPE.ref(other)));
  }

  private static void tick(Simulation simulation) {
    simulation.open(Spinner.DEFINITION);
    var _ = simulation.client("c").send(Spinner.TYPE.ref("t"), new Spinner.Start());
  }

  @Test
  void oneThatSendsToItselfIsToldByName() {
    Throwable failure =
        failure(
            simulation -> {
              spin(simulation, "a", "a");
              simulation.run();
            });
    assertThat(failure)
        .isInstanceOf(Violation.class)
        .hasMessageContaining("never comes to rest: ")
        .hasMessageContaining("no time passes")
        .hasMessageContaining("Turn of spinner/a (1000 of 1000)");
  }

  @Test
  void timeDoesNotPassForThoseWhoSendRoundAndRound() {
    Throwable failure =
        failure(
            simulation -> {
              spin(simulation, "a", "b");
              simulation.run(MINUTE);
            });
    assertThat(failure)
        .hasMessageContaining("no time passes")
        .hasMessageContaining("Turn of spinner/a (500 of 1000)")
        .hasMessageContaining("Turn of spinner/b (500 of 1000)");
  }

  @Test
  void aTimerThatNeverStopsIsNoRest() {
    Throwable failure =
        failure(
            simulation -> {
              tick(simulation);
              simulation.run();
            });
    assertThat(failure)
        .hasMessageContaining("never comes to rest: ")
        .hasMessageContaining("steps without any fault")
        .hasMessageContaining("Tick of spinner/t (1000 of 1000)")
        .hasMessageContaining("run for a duration");
  }

  @Test
  void aTimerThatNeverStopsMayGoOnForSomeTime() {
    Simulator simulator =
        Simulator.of(
            simulation -> {
              tick(simulation);
              simulation.run(MINUTE);
            });
    for (long seed = 0; seed < 10; seed++) {
      assertThat(simulator.run(seed).failure()).as("seed %d", seed).isEmpty();
    }
  }
}
