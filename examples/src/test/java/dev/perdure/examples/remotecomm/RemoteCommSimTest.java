package dev.perdure.examples.remotecomm;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.Placement;
import dev.perdure.Step;
import dev.perdure.examples.Planted;
import dev.perdure.examples.remotecomm.Sender.SendSeries;
import dev.perdure.testing.Scenario;
import dev.perdure.testing.Simulation;
import dev.perdure.testing.coverage.Coverage;
import dev.perdure.testing.junit.Simulate;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Series to other partitions under every fault. */
final class RemoteCommSimTest {
  private static final int COUNT = 5;

  @Simulate(seeds = 100, firstSeed = 1)
  void theSeriesComesOnceAndInOrder(Simulation simulation, Coverage coverage) throws Exception {
    coverage.demandAll(Sender.TYPE);
    coverage.demandAll(Receiver.TYPE);
    new RemoteCommSimulation().scenario(COUNT).play(simulation);
  }

  @Simulate(seeds = 50)
  void freshSeedsHoldToo(Simulation simulation) throws Exception {
    new RemoteCommSimulation().scenario(COUNT).play(simulation);
  }

  // ---- planted bugs --------------------------------------------------------------------------

  private static Scenario with(Supplier<Machine<Sender.State, Sender.Event>> sender) {
    return RemoteCommSimulation.scenario(
        COUNT, Definition.of(Sender.TYPE, Sender.State.class, sender));
  }

  /** A sender that got something wrong. */
  private abstract static class WrongSender implements Machine<Sender.State, Sender.Event> {
    @Override
    public Sender.State initial() {
      return new Sender.State();
    }

    @Override
    public Sender.State on(Sender.State state, Sender.Event event, Step<Sender.Event> step) {
      switch (event) {
        case SendSeries series ->
            send(series, step.newRef(Receiver.TYPE, Placement.of(series.where())), step);
      }
      return state;
    }

    abstract void send(
        SendSeries series, MachineRef<Receiver.Event> receiver, Step<Sender.Event> step);
  }

  /** The planted bug: one number is sent twice. */
  private static final class StutteringSender extends WrongSender {
    @Override
    void send(SendSeries series, MachineRef<Receiver.Event> receiver, Step<Sender.Event> step) {
      for (int i = 0; i < series.count(); i++) {
        step.send(receiver, new Receiver.Next(i));
      }
      step.send(receiver, new Receiver.Next(series.count() - 1));
      step.send(receiver, new Receiver.End(series.to()));
    }
  }

  @Test
  void aNumberThatIsSentTwiceIsCaught() {
    Planted.isFound(with(StutteringSender::new), "turn: Next[number=4] came to ");
  }

  /** The planted bug: it says that all is well before it is, and leaves the end out. */
  private static final class BoastfulSender extends WrongSender {
    @Override
    void send(SendSeries series, MachineRef<Receiver.Event> receiver, Step<Sender.Event> step) {
      for (int i = 0; i < series.count(); i++) {
        step.send(receiver, new Receiver.Next(i));
      }
      step.reply(series.to(), new Receiver.Report(receiver.placement(), series.count(), 0));
    }
  }

  @Test
  void aSeriesWithoutEndIsCaught() {
    Planted.isFound(with(BoastfulSender::new), RemoteCommSimulation.ENDED + ": hot");
  }
}
