package dev.perdure.examples.appbuilder;

import dev.perdure.examples.Meanwhile;
import dev.perdure.testing.Fault;
import dev.perdure.testing.Faults;
import dev.perdure.testing.Simulation;
import dev.perdure.testing.coverage.Coverage;
import dev.perdure.testing.coverage.Unreachable;
import dev.perdure.testing.junit.Simulate;

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
}
