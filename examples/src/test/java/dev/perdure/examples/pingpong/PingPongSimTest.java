package dev.perdure.examples.pingpong;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.Step;
import dev.perdure.examples.Meanwhile;
import dev.perdure.examples.Planted;
import dev.perdure.testing.Simulation;
import dev.perdure.testing.coverage.Coverage;
import dev.perdure.testing.coverage.Unreachable;
import dev.perdure.testing.junit.Simulate;
import org.junit.jupiter.api.Test;

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

  @Simulate(seeds = 50)
  void freshSeedsHoldToo(Simulation simulation) throws Exception {
    new PingPongSimulation().scenario(ROUNDS).play(simulation);
  }

  // ---- planted bugs --------------------------------------------------------------------------

  /** The planted bug: it plays a round more than was agreed. */
  private static final class KeenPing implements Machine<Ping.State, Ping.Event> {
    private final Ping ping = new Ping();

    @Override
    public Ping.State initial() {
      return ping.initial();
    }

    @Override
    public Ping.State on(Ping.State state, Ping.Event event, Step<Ping.Event> step) {
      if (state instanceof Ping.Playing(var game, var pong, var hits)
          && event instanceof Ping.Back
          && hits == game.rounds()) {
        step.send(pong, new Pong.Ball(step.self()));
        return new Ping.Playing(game, pong, hits + 1);
      }
      return ping.on(state, event, step);
    }
  }

  @Test
  void aPlayerWhoHitsTooOftenIsCaught() {
    Definition<?, Ping.Event> ping = Definition.of(Ping.TYPE, Ping.State.class, KeenPing::new);
    Planted.isFound(PingPongSimulation.scenario(2, ping, Pong.DEFINITION), "hits: 3 of ");
  }

  /** The planted bug: it returns its last ball twice; the second comes when the game is over. */
  private static final class LavishPong implements Machine<Pong.State, Pong.Event> {
    private final Pong pong = new Pong();

    @Override
    public Pong.State initial() {
      return pong.initial();
    }

    @Override
    public Pong.State on(Pong.State state, Pong.Event event, Step<Pong.Event> step) {
      Pong.State next = pong.on(state, event, step);
      if (event instanceof Pong.Ball(var from) && next.hits() == ROUNDS) {
        step.send(from, new Ping.Back(next.hits()));
      }
      return next;
    }
  }

  @Test
  void aPlayerWhoReturnsABallTwiceIsCaught() {
    Definition<?, Pong.Event> pong = Definition.of(Pong.TYPE, Pong.State.class, LavishPong::new);
    Planted.isFound(
        PingPongSimulation.scenario(ROUNDS, Ping.DEFINITION, pong), BallMonitor.NAME + ": hot");
  }
}
