package dev.perdure.examples.appbuilder;

import dev.perdure.Part;
import dev.perdure.testing.Scenario;
import dev.perdure.testing.SimulatedApp;
import dev.perdure.testing.SimulatedClient;
import dev.perdure.testing.Simulation;
import dev.perdure.testing.Violation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/**
 * Transfers on the chain in the simulator, between as many users as the size says. No number is
 * given twice, every transfer is decided for good, money is conserved, exactly the committed
 * transfers are in the ledger, each once, and the ledger is printed.
 */
public final class AppBuilderSimulation implements SimulatedApp {
  private static final long MINTED = 100;

  @Override
  public String name() {
    return "appbuilder";
  }

  @Override
  public String description() {
    return "transfers on a chain: each is decided once, and sealed in exactly one block";
  }

  @Override
  public int standardSize() {
    return 4;
  }

  @Override
  public Scenario scenario(int size) {
    return simulation -> play(simulation, 1 + size);
  }

  private static void play(Simulation simulation, int users) {
    List<Blockchain.Block> paper = new ArrayList<>();
    simulation.open(AppBuilderService.parts(paper::add).toArray(Part[]::new));
    SimulatedClient client = simulation.client("user");
    for (int i = 0; i < users; i++) {
      String user = name(i);
      var _ =
          client.ask(
              AppBuilder.MAIN,
              AppBuilder.Registered.class,
              to -> new AppBuilder.RegisterUser(user, to));
      var _ = client.send(Blockchain.MAIN, new Blockchain.Mint(user, MINTED));
    }
    List<CompletableFuture<Long>> numbers = new ArrayList<>();
    for (int i = 0; i < 2 * users; i++) {
      numbers.add(transfer(simulation, client, users));
    }
    simulation.run();
    check(client, numbers, users);
    checkPrint(client, paper);
  }

  private static CompletableFuture<Long> transfer(
      Simulation simulation, SimulatedClient client, int users) {
    int from = simulation.random().nextInt(users);
    int to = (from + 1 + simulation.random().nextInt(users - 1)) % users;
    long amount = 1L + simulation.random().nextInt((int) MINTED);
    return client.ask(
        AppBuilder.MAIN,
        Long.class,
        reply -> new AppBuilder.Transfer(name(from), name(to), amount, reply));
  }

  private static void check(
      SimulatedClient client, List<CompletableFuture<Long>> numbers, int users) {
    TreeSet<Long> committed = new TreeSet<>();
    TreeSet<Long> given = new TreeSet<>();
    for (CompletableFuture<Long> asked : numbers) {
      long number = asked.join();
      if (!given.add(number)) {
        throw new Violation("number: %d was given twice".formatted(number));
      }
      TransferStatus status =
          client
              .query(StatusBoard.MAIN, TransferStatus.class, to -> new StatusBoard.Look(number, to))
              .join();
      if (!status.isFinal()) {
        throw new Violation("status: transfer %d is %s for ever".formatted(number, status));
      }
      if (status == TransferStatus.COMMITTED) {
        committed.add(number);
      }
    }
    checkLedger(client, committed);
    long money = 0;
    for (int i = 0; i < users; i++) {
      String user = name(i);
      money +=
          client.query(Blockchain.MAIN, Long.class, to -> new Blockchain.LookUp(user, to)).join();
    }
    if (money != users * MINTED) {
      throw new Violation("money: %d are there, %d were made".formatted(money, users * MINTED));
    }
  }

  private static void checkLedger(SimulatedClient client, Set<Long> committed) {
    List<Long> sealed =
        client
            .query(Blockchain.MAIN, Blockchain.Ledger.class, to -> new Blockchain.ListBlocks(0, to))
            .join()
            .blocks()
            .stream()
            .flatMap(block -> block.transfers().stream())
            .map(ChainTransfer::number)
            .sorted()
            .toList();
    if (!sealed.equals(List.copyOf(committed))) {
      throw new Violation("ledger: %s are sealed, %s committed".formatted(sealed, committed));
    }
  }

  /** Every block is on paper, and the first print of each comes in its turn. */
  private static void checkPrint(SimulatedClient client, List<Blockchain.Block> paper) {
    List<Blockchain.Block> blocks =
        client
            .query(Blockchain.MAIN, Blockchain.Ledger.class, to -> new Blockchain.ListBlocks(0, to))
            .join()
            .blocks();
    if (!List.copyOf(new LinkedHashSet<>(paper)).equals(blocks)) {
      throw new Violation("print: %s are on paper, of %s".formatted(paper, blocks));
    }
  }

  private static String name(int user) {
    return "user" + user;
  }
}
