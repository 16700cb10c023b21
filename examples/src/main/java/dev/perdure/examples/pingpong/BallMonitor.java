package dev.perdure.examples.pingpong;

import dev.perdure.testing.CommittedStep;
import dev.perdure.testing.Effect;
import dev.perdure.testing.Liveness;
import dev.perdure.testing.Simulation;
import dev.perdure.testing.Violation;

/**
 * Watches the ball: nobody hits it more often than was agreed, and it is cold while each ball that
 * was played has come back, hot while one is on its way.
 */
final class BallMonitor {
  static final String NAME = "as many pings as pongs";

  private final Liveness balanced;
  private final int rounds;
  private long ahead;

  private BallMonitor(Liveness balanced, int rounds) {
    this.balanced = balanced;
    this.rounds = rounds;
  }

  /** Watches a run from its beginning on, in which each game has so many rounds. */
  static void watch(Simulation simulation, int rounds) {
    simulation.watch(new BallMonitor(simulation.liveness(NAME), rounds)::committed);
  }

  private void committed(CommittedStep step) {
    int hits =
        switch (step.after()) {
          case Ping.Playing playing -> playing.hits();
          case Pong.State pong -> pong.hits();
          default -> 0;
        };
    if (hits > rounds) {
      throw new Violation("hits: %d of %s, %d were agreed".formatted(hits, step.machine(), rounds));
    }
    for (Effect effect : step.effects()) {
      if (effect instanceof Effect.Sent(_, Pong.Ball _)) {
        ahead++;
      } else if (effect instanceof Effect.Sent(_, Ping.Back _)) {
        ahead--;
      }
    }
    if (ahead == 0) {
      balanced.cold();
    } else {
      balanced.hot("ahead by " + ahead);
    }
  }
}
