package dev.perdure.examples.simpletimers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.MachineRef;
import dev.perdure.testing.CommittedStep;
import dev.perdure.testing.SimulatedClient;
import dev.perdure.testing.Simulation;
import dev.perdure.testing.coverage.Coverage;
import dev.perdure.testing.coverage.Unreachable;
import dev.perdure.testing.junit.Simulate;
import java.time.Duration;

/** A metronome under every fault. */
final class MetronomeSimTest {
  private static final MachineRef<Metronome.Event> METRONOME = Metronome.TYPE.ref("m");

  @Simulate(seeds = 100, firstSeed = 1)
  void fiveTicksFollowFiveTocks(Simulation simulation, Coverage coverage) {
    coverage.demandAll(
        Metronome.TYPE,
        // The step that leaves a state stops its timer, and a stopped one never fires.
        Unreachable.in(Metronome.Still.class, Metronome.Tick.class, Metronome.Tock.class),
        Unreachable.in(Metronome.Ticking.class, Metronome.Tock.class),
        Unreachable.in(Metronome.Tocking.class, Metronome.Tick.class));
    simulation.open(Metronome.DEFINITION).watch(MetronomeSimTest::inTurn);
    SimulatedClient client = simulation.client("client");
    client.send(METRONOME, new Metronome.Stop()).join();
    look(client);
    client.send(METRONOME, new Metronome.Start()).join();
    for (int i = 0; i < 8; i++) {
      simulation.run(Metronome.PERIOD.multipliedBy(3));
      look(client);
      client.send(METRONOME, new Metronome.Start()).join();
    }
    simulation.run(Duration.ofMillis(simulation.random().nextInt(100)));
    client.send(METRONOME, new Metronome.Stop()).join();
    simulation.run();
    Metronome.Beats last = look(client);
    assertThat(last.stray()).isZero();
    assertThat(last.ticks() - last.tocks()).isBetween(0L, (long) Metronome.BEATS);
  }

  private static Metronome.Beats look(SimulatedClient client) {
    return client.query(METRONOME, Metronome.Beats.class, Metronome.Look::new).join();
  }

  private static void inTurn(CommittedStep step) {
    Metronome.Beats beats = ((Metronome.State) step.after()).beats();
    assertThat(beats.stray()).as(step::toString).isZero();
    if (step.event() instanceof Metronome.Tick) {
      assertThat(beats.tocks()).as(step::toString).isEqualTo((beats.ticks() - 1) / 5 * 5);
    } else if (step.event() instanceof Metronome.Tock) {
      assertThat(beats.ticks()).as(step::toString).isEqualTo((beats.tocks() + 4) / 5 * 5);
    }
  }
}
