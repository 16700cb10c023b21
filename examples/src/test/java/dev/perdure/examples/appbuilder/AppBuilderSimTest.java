package dev.perdure.examples.appbuilder;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.Step;
import dev.perdure.examples.Meanwhile;
import dev.perdure.examples.Planted;
import dev.perdure.testing.Fault;
import dev.perdure.testing.Faults;
import dev.perdure.testing.Simulation;
import dev.perdure.testing.coverage.Coverage;
import dev.perdure.testing.coverage.Unreachable;
import dev.perdure.testing.junit.Simulate;
import org.junit.jupiter.api.Test;

/** Transfers on a chain under every fault. */
final class AppBuilderSimTest {
  @Simulate(seeds = 150, firstSeed = 1)
  void eachTransferIsDecidedOnceAndSealedOnce(Simulation simulation, Coverage coverage)
      throws Exception {
    coverage.demandAll(AppBuilder.TYPE);
    coverage.demandAll(
        Blockchain.TYPE,
        // Attached once, before the first transfer.
        Unreachable.in(Blockchain.Collecting.class, Blockchain.Attach.class),
        // The step that seals the last transfer stops the timer.
        Unreachable.in(Blockchain.Quiet.class, Blockchain.SealBlock.class));
    coverage.demandAll(
        BlockchainPrinter.TYPE,
        // Each answer and each firing comes only to the state that waits for it.
        Unreachable.in(
            BlockchainPrinter.Quiet.class,
            BlockchainPrinter.PrintTime.class,
            BlockchainPrinter.LedgerRead.class,
            BlockchainPrinter.BlocksPrinted.class),
        Unreachable.in(
            BlockchainPrinter.Waiting.class,
            BlockchainPrinter.LedgerRead.class,
            BlockchainPrinter.BlocksPrinted.class),
        Unreachable.in(
            BlockchainPrinter.Reading.class,
            BlockchainPrinter.PrintTime.class,
            BlockchainPrinter.BlocksPrinted.class),
        Unreachable.in(
            BlockchainPrinter.Printing.class,
            BlockchainPrinter.PrintTime.class,
            BlockchainPrinter.LedgerRead.class));
    coverage.demandAll(Dlt.TYPE);
    coverage.demandAll(StatusBoard.TYPE);
    coverage.demandAll(
        UserMock.TYPE,
        // Nothing is asked before they begin, and no timer runs but while they are busy.
        Unreachable.in(
            UserMock.Absent.class,
            UserMock.Answer.class,
            UserMock.TransferTime.class,
            UserMock.PollTime.class),
        Unreachable.in(
            UserMock.Resting.class, UserMock.TransferTime.class, UserMock.PollTime.class));
    Meanwhile.whenMoved(
        simulation,
        Blockchain.TYPE,
        (client, chain, _) -> {
          var _ = client.query(chain, Long.class, to -> new Blockchain.LookUp("user0", to));
          var _ =
              client.query(chain, Blockchain.Ledger.class, to -> new Blockchain.ListBlocks(0, to));
        });
    Meanwhile.whenMoved(
        simulation,
        BlockchainPrinter.TYPE,
        (client, printer, _) -> {
          var _ =
              client.query(printer, BlockchainPrinter.Printed.class, BlockchainPrinter.Look::new);
        });
    Meanwhile.atOnce(
        simulation,
        client -> {
          var _ = client.send(AppBuilderSimulation.PEOPLE, new UserMock.Stop());
          var _ =
              client.query(AppBuilderSimulation.PEOPLE, UserMock.Report.class, UserMock.Look::new);
        });
    Meanwhile.whenMoved(
        simulation,
        UserMock.TYPE,
        (client, people, state) -> {
          var _ = client.query(people, UserMock.Report.class, UserMock.Look::new);
          if (state instanceof UserMock.Resting) {
            var _ = client.send(people, new UserMock.Stop());
          }
        });
    Meanwhile.whenMoved(
        simulation,
        Dlt.TYPE,
        (client, dlt, _) -> {
          var _ = client.query(dlt, Long.class, Dlt.CountVerdicts::new);
        });
    // A print that takes its time goes on while blocks are sealed.
    simulation.faults(Faults.all().rate(Fault.LATE_ACTIVITY, 0.6));
    new AppBuilderSimulation().scenario(8).play(simulation);
  }

  @Simulate(seeds = 50)
  void freshSeedsHoldToo(Simulation simulation) throws Exception {
    new AppBuilderSimulation().scenario(4).play(simulation);
  }

  /** The planted bug: the last word counts, whoever has it. */
  private static final class WaveringBoard
      implements Machine<StatusBoard.State, StatusBoard.Event> {
    private final StatusBoard board = new StatusBoard();

    @Override
    public StatusBoard.State initial() {
      return board.initial();
    }

    @Override
    public StatusBoard.State on(
        StatusBoard.State state, StatusBoard.Event event, Step<StatusBoard.Event> step) {
      if (event instanceof StatusBoard.Post(var transfer, var status)) {
        step.map(StatusBoard.STATUSES).put(transfer, status);
        return state;
      }
      return board.on(state, event, step);
    }
  }

  @Test
  void aVerdictThatChangesIsCaughtByTheMonitor() {
    Planted.isFound(
        AppBuilderSimulation.scenario(
            4, Definition.of(StatusBoard.TYPE, StatusBoard.State.class, WaveringBoard::new)),
        "verdict: transfer ");
  }
}
