package dev.perdure.examples.appbuilder;

import dev.perdure.Definition;
import dev.perdure.MachineRef;
import dev.perdure.testing.Scenario;
import dev.perdure.testing.SimulatedApp;
import dev.perdure.testing.SimulatedClient;
import dev.perdure.testing.Simulation;
import dev.perdure.testing.Violation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/**
 * Transfers on the chain in the simulator, between as many users as the size says, and of the
 * people of a {@link UserMock} meanwhile. No number is given twice and no verdict changes, every
 * transfer is decided for good, money is conserved, exactly the committed transfers are in the
 * ledger, each once, and the ledger is printed.
 */
public final class AppBuilderSimulation implements SimulatedApp {
  private static final long MINTED = 100;
  static final MachineRef<UserMock.Event> PEOPLE = UserMock.TYPE.ref("people");
  private static final Duration TRANSFERS = Duration.ofMillis(100);
  private static final Duration POLLS = Duration.ofMillis(150);

  /** How often the people begin. */
  private static final int ROUNDS = 2;

  private static final int LONGEST_ROUND_MILLIS = 400;

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
    return scenario(size, StatusBoard.DEFINITION);
  }

  /** With a board that may be another than that of the example. */
  static Scenario scenario(int size, Definition<?, StatusBoard.Event> board) {
    return simulation -> {
      List<Blockchain.Block> paper = new ArrayList<>();
      VerdictMonitor.watch(simulation);
      simulation.open(
          AppBuilder.DEFINITION,
          Blockchain.DEFINITION,
          Dlt.DEFINITION,
          board,
          BlockchainPrinter.DEFINITION,
          UserMock.definition(TRANSFERS, POLLS),
          BlockchainPrinter.PRINT.with((ledger, _) -> AppBuilderService.print(ledger, paper::add)));
      play(simulation, 1 + size, paper);
    };
  }

  private static void play(Simulation simulation, int users, List<Blockchain.Block> paper) {
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
    meanwhile(simulation, client);
    simulation.run();
    check(simulation, client, numbers);
    checkMoney(client, users);
    checkPeople(client);
    checkPrint(client, paper);
  }

  /** The people begin, are told so once more, and never rest but when they are told to. */
  private static void meanwhile(Simulation simulation, SimulatedClient client) {
    for (int i = 0; i < ROUNDS; i++) {
      client.send(PEOPLE, new UserMock.Start()).join();
      simulation.run(Duration.ofMillis(simulation.random().nextInt(LONGEST_ROUND_MILLIS)));
      client.send(PEOPLE, new UserMock.Start()).join();
      client.send(PEOPLE, new UserMock.Stop()).join();
    }
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
      Simulation simulation, SimulatedClient client, List<CompletableFuture<Long>> asked) {
    long last =
        simulation
            .state(AppBuilder.MAIN, AppBuilder.Serving.class)
            .map(AppBuilder.Serving::transfers)
            .orElse(0L);
    TreeSet<Long> answered = new TreeSet<>();
    asked.forEach(number -> answered.add(number.join()));
    if (answered.size() < asked.size() || answered.last() > last) {
      throw new Violation("numbers: of 1 to %d there are %s".formatted(last, answered));
    }
    TreeSet<Long> committed = new TreeSet<>();
    for (long i = 1; i <= last; i++) {
      long number = i;
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
  }

  private static void checkMoney(SimulatedClient client, int users) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < users; i++) {
      all.add(name(i));
    }
    for (int i = 1; i <= UserMock.USERS; i++) {
      all.add(PEOPLE.key() + "-" + i);
    }
    long money = 0;
    for (String user : all) {
      money +=
          client.query(Blockchain.MAIN, Long.class, to -> new Blockchain.LookUp(user, to)).join();
    }
    long made = users * MINTED + 2 * UserMock.GENESIS;
    if (money != made) {
      throw new Violation("money: %d are there, %d were made".formatted(money, made));
    }
  }

  private static void checkPeople(SimulatedClient client) {
    UserMock.Report report = client.query(PEOPLE, UserMock.Report.class, UserMock.Look::new).join();
    if (report.registered() + report.numbered() + report.unanswered()
        < UserMock.USERS + report.asked()) {
      throw new Violation("people: some asks came to no end, %s".formatted(report));
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
