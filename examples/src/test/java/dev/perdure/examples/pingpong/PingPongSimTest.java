package dev.perdure.examples.pingpong;

import dev.perdure.examples.Meanwhile;
import dev.perdure.testing.CommittedStep;
import dev.perdure.testing.CommittedStep.Verdict;
import dev.perdure.testing.Liveness;
import dev.perdure.testing.Simulation;
import dev.perdure.testing.coverage.Coverage;
import dev.perdure.testing.coverage.Unreachable;
import dev.perdure.testing.junit.Simulate;

/** Table tennis under every fault. */
final class PingPongSimTest {
  private static final int ROUNDS = 5;

  @Simulate(seeds = 100, firstSeed = 1)
  void theGameIsPlayedToItsEnd(Simulation simulation, Coverage coverage) throws Exception {
    coverage.demandAll(
        Ping.TYPE,
        // A ball comes back only while one is played: the last one ends the game.
        Unreachable.in(Ping.Resting.class, Ping.Back.class));
    coverage.demandAll(Pong.TYPE);
    simulation.watch(PingPongSimTest::nobodyHitsTooOften);
    balanced(simulation);
    Meanwhile.atOnce(
        simulation,
        client -> {
          for (int game = 0; game < 2; game++) {
            var _ =
                client.ask(
                    Ping.TYPE.ref("table"), Ping.Score.class, to -> new Ping.Play(ROUNDS, to));
          }
        });
    new PingPongSimulation().scenario(ROUNDS).play(simulation);
  }

  private static void nobodyHitsTooOften(CommittedStep step) {
    int hits =
        switch (step.after()) {
          case Ping.Playing playing -> playing.hits();
          case Pong.State pong -> pong.hits();
          default -> 0;
        };
    if (hits > ROUNDS) {
      throw new AssertionError("%d hits of %s".formatted(hits, step.machine()));
    }
  }

  /** Hot while one player has hit the ball and the other has not. */
  private static void balanced(Simulation simulation) {
    Liveness balanced = simulation.liveness("as many pings as pongs");
    long[] ahead = {0};
    simulation.watch(
        step -> {
          if (step.verdict() == Verdict.HANDLED && step.after() instanceof Ping.Playing) {
            ahead[0]++;
          } else if (step.event() instanceof Pong.Ball) {
            ahead[0]--;
          }
          if (ahead[0] == 0) {
            balanced.cold();
          } else {
            balanced.hot("ahead by " + ahead[0]);
          }
        });
  }
}
