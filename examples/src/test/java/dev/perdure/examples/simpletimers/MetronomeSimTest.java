package dev.perdure.examples.simpletimers;

import dev.perdure.Definition;
import dev.perdure.DurableTimer;
import dev.perdure.Machine;
import dev.perdure.Step;
import dev.perdure.examples.Meanwhile;
import dev.perdure.examples.Planted;
import dev.perdure.testing.Simulation;
import dev.perdure.testing.coverage.Coverage;
import dev.perdure.testing.coverage.Unreachable;
import dev.perdure.testing.junit.Simulate;
import org.junit.jupiter.api.Test;

/** A metronome under every fault. */
final class MetronomeSimTest {
  private static final int TURNS = 3;

  @Simulate(seeds = 100, firstSeed = 1)
  void fiveTicksFollowFiveTocks(Simulation simulation, Coverage coverage) throws Exception {
    coverage.demandAll(
        Metronome.TYPE,
        // The step that leaves a state stops its timer, and a stopped one never fires.
        Unreachable.in(Metronome.Still.class, Metronome.Tick.class, Metronome.Tock.class),
        Unreachable.in(Metronome.Ticking.class, Metronome.Tock.class),
        Unreachable.in(Metronome.Tocking.class, Metronome.Tick.class));
    Meanwhile.atOnce(
        simulation,
        client -> {
          var _ = client.send(MetronomeSimulation.METRONOME, new Metronome.Stop());
          var _ =
              client.query(
                  MetronomeSimulation.METRONOME, Metronome.Beats.class, Metronome.Look::new);
        });
    Meanwhile.whenMoved(
        simulation,
        Metronome.TYPE,
        (client, metronome, _) -> {
          var _ = client.query(metronome, Metronome.Beats.class, Metronome.Look::new);
        });
    new MetronomeSimulation().scenario(TURNS).play(simulation);
  }

  @Simulate(seeds = 50)
  void freshSeedsHoldToo(Simulation simulation) throws Exception {
    new MetronomeSimulation().scenario(TURNS).play(simulation);
  }

  /** The planted bug: one timer does not belong to its state, and fires in the next. */
  private static final class SloppyMetronome implements Machine<Metronome.State, Metronome.Event> {
    private final Metronome metronome = new Metronome();

    @Override
    public Metronome.State initial() {
      return metronome.initial();
    }

    @Override
    public Metronome.State on(
        Metronome.State state, Metronome.Event event, Step<Metronome.Event> step) {
      Metronome.State next = metronome.on(state, event, step);
      if (next instanceof Metronome.Tocking && state instanceof Metronome.Ticking) {
        step.startTimer(DurableTimer.after(Metronome.PERIOD, new Metronome.Tick()));
      }
      return next;
    }
  }

  @Test
  void aTimerThatOutlivesItsStateIsCaught() {
    Planted.isFound(
        MetronomeSimulation.scenario(
            TURNS, Definition.of(Metronome.TYPE, Metronome.State.class, SloppyMetronome::new)),
        "turn: Tick[] came to Tocking");
  }
}
