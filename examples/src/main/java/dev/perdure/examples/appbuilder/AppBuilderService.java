package dev.perdure.examples.appbuilder;

import dev.perdure.Part;
import dev.perdure.examples.appbuilder.Blockchain.Block;
import dev.perdure.examples.appbuilder.Blockchain.Ledger;
import dev.perdure.examples.appbuilder.BlockchainPrinter.Printed;
import java.util.List;
import java.util.function.Consumer;

/** The service, put together: what a node is opened with. */
public final class AppBuilderService {
  private AppBuilderService() {}

  /**
   * The machines of the service, at their usual pace.
   *
   * @param paper takes the blocks that are printed, each at least once; called from many threads
   */
  public static List<Part> parts(Consumer<Block> paper) {
    return List.of(
        AppBuilder.DEFINITION,
        Blockchain.DEFINITION,
        Dlt.DEFINITION,
        StatusBoard.DEFINITION,
        BlockchainPrinter.DEFINITION,
        UserMock.DEFINITION,
        BlockchainPrinter.PRINT.with((ledger, _) -> print(ledger, paper)));
  }

  /** The body of {@link BlockchainPrinter#PRINT}. */
  static Printed print(Ledger ledger, Consumer<Block> paper) {
    ledger.blocks().forEach(paper);
    return new Printed(ledger.blocks().getLast().number());
  }
}
