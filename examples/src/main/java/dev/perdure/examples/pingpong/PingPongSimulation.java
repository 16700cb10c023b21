package dev.perdure.examples.pingpong;

import dev.perdure.Definition;
import dev.perdure.testing.Scenario;
import dev.perdure.testing.SimulatedApp;
import dev.perdure.testing.Simulation;
import dev.perdure.testing.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Two games at one table in the simulator: as many rounds as the size says, no ball lost. A {@link
 * BallMonitor} watches the ball.
 */
public final class PingPongSimulation implements SimulatedApp {
  private static final int GAMES = 2;

  @Override
  public String name() {
    return "pingpong";
  }

  @Override
  public String description() {
    return "table tennis: the ball is hit exactly as often as was agreed";
  }

  @Override
  public int standardSize() {
    return 5;
  }

  @Override
  public Scenario scenario(int size) {
    return scenario(size, Ping.DEFINITION, Pong.DEFINITION);
  }

  /** With players that may be others than those of the example. */
  static Scenario scenario(
      int size, Definition<?, Ping.Event> ping, Definition<?, Pong.Event> pong) {
    return simulation -> {
      BallMonitor.watch(simulation, size);
      simulation.open(ping, pong);
      play(simulation, size);
    };
  }

  private static void play(Simulation simulation, int rounds) {
    List<CompletableFuture<Ping.Score>> games = new ArrayList<>();
    for (int i = 0; i < GAMES; i++) {
      games.add(
          simulation
              .client("player " + i)
              .ask(Ping.TYPE.ref("table"), Ping.Score.class, to -> new Ping.Play(rounds, to)));
    }
    simulation.run();
    for (CompletableFuture<Ping.Score> game : games) {
      Ping.Score score = game.join();
      if (score.pings() != rounds || score.pongs() != rounds) {
        throw new Violation("rounds: %d were agreed, and it is %s".formatted(rounds, score));
      }
      if (simulation.state(score.opponent(), Pong.State.class).isPresent()) {
        throw new Violation("opponent: %s is still there".formatted(score.opponent()));
      }
    }
  }
}
