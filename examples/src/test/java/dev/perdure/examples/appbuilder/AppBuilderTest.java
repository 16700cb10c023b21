package dev.perdure.examples.appbuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.MachineRef;
import dev.perdure.Part;
import dev.perdure.RefusedException;
import dev.perdure.examples.Clients;
import dev.perdure.examples.TestNode;
import dev.perdure.examples.appbuilder.AppBuilder.RegisterUser;
import dev.perdure.examples.appbuilder.AppBuilder.Registered;
import dev.perdure.examples.appbuilder.AppBuilder.Transfer;
import dev.perdure.examples.appbuilder.Blockchain.Block;
import dev.perdure.examples.appbuilder.Blockchain.Ledger;
import dev.perdure.examples.appbuilder.UserMock.Report;
import dev.perdure.node.Operator.MachineEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Numbers are given once, verdicts stand, money stays, and blocks hold each transfer once. */
@Timeout(300)
final class AppBuilderTest {
  private static final String STRANGER = "stranger";
  private static final int USERS = 6;
  private static final long MINTED = 1_000;
  private static final int CLIENTS = 5;
  private static final int TRANSFERS = 40;

  @TempDir private Path dir;

  /** What was printed, in the order of printing. */
  private final Queue<Block> paper = new ConcurrentLinkedQueue<>();

  /** The service, with everything that takes its time a hundred times as fast. */
  private TestNode open() {
    Duration soon = Duration.ofMillis(20);
    return TestNode.open(
        dir,
        AppBuilder.DEFINITION,
        Blockchain.definition(soon),
        Dlt.DEFINITION,
        StatusBoard.DEFINITION,
        BlockchainPrinter.definition(soon),
        UserMock.definition(Duration.ofMillis(2), soon),
        BlockchainPrinter.PRINT.with((ledger, _) -> AppBuilderService.print(ledger, paper::add)));
  }

  private static List<String> users() {
    return IntStream.range(0, USERS).mapToObj(i -> "user-" + i).toList();
  }

  /** All who can have money. */
  private static List<String> payees() {
    return Stream.concat(users().stream(), Stream.of(STRANGER)).toList();
  }

  private static void register(TestNode node, String id, String user) {
    Registered registered =
        node.ask(id, AppBuilder.MAIN, Registered.class, to -> new RegisterUser(user, to));
    assertThat(registered.user()).isEqualTo(user);
  }

  private static long transfer(TestNode node, String id, String from, String to, long amount) {
    return node.ask(
        id, AppBuilder.MAIN, Long.class, replyTo -> new Transfer(from, to, amount, replyTo));
  }

  private static TransferStatus status(TestNode node, long number) {
    return node.query(
        StatusBoard.MAIN, TransferStatus.class, to -> new StatusBoard.Look(number, to));
  }

  private static TransferStatus awaitVerdict(TestNode node, long number) {
    return node.await(
        StatusBoard.MAIN,
        TransferStatus.class,
        to -> new StatusBoard.Look(number, to),
        TransferStatus::isFinal);
  }

  private static long balance(TestNode node, String user) {
    return node.query(Blockchain.MAIN, Long.class, to -> new Blockchain.LookUp(user, to));
  }

  private static List<Block> awaitSealed(TestNode node, int transfers) {
    return node.await(
            Blockchain.MAIN,
            Ledger.class,
            to -> new Blockchain.ListBlocks(0, to),
            ledger -> sealed(ledger.blocks()).size() >= transfers)
        .blocks();
  }

  private static List<ChainTransfer> sealed(List<Block> blocks) {
    return blocks.stream().flatMap(block -> block.transfers().stream()).toList();
  }

  /** A client that transfers at random, now and then twice or with a stranger, and polls. */
  private static List<Long> transferAtRandom(TestNode node, int client) {
    SplittableRandom random = new SplittableRandom(client);
    List<Long> numbers = new ArrayList<>();
    for (int i = 0; i < TRANSFERS; i++) {
      String id = "transfer-" + client + "-" + i;
      int user = random.nextInt(USERS);
      String from = "user-" + user;
      boolean strangers = random.nextInt(10) == 0;
      String to = random.nextInt(10) == 0 ? STRANGER : "user-" + (user + 1) % USERS;
      if (strangers) {
        from = "nobody";
        to = STRANGER;
      }
      long amount = 1L + random.nextInt(600);
      long number = transfer(node, id, from, to, amount);
      if (random.nextInt(3) == 0) {
        assertThat(transfer(node, id, from, to, amount)).isEqualTo(number);
      }
      numbers.add(number);
      if (i % 8 == 0) {
        TransferStatus verdict = awaitVerdict(node, number);
        if (strangers) assertThat(verdict).isEqualTo(TransferStatus.ABORTED);
        for (int again = 0; again < 5; again++) {
          assertThat(status(node, number)).isEqualTo(verdict);
        }
      }
    }
    return numbers;
  }

  @Test
  void numbersVerdictsMoneyAndBlocksAreRightOverRestarts() throws Exception {
    try (TestNode node = open();
        Clients<List<Long>> clients = new Clients<>()) {
      for (String user : users()) {
        register(node, "register " + user, user);
        node.send("mint for " + user, Blockchain.MAIN, new Blockchain.Mint(user, MINTED));
      }
      for (int i = 0; i < CLIENTS; i++) {
        int client = i;
        clients.start(() -> transferAtRandom(node, client));
      }
      for (int i = 0; i < 3; i++) node.restartAfter(CLIENTS * TRANSFERS / 4);

      List<Long> numbers = clients.results().stream().flatMap(List::stream).toList();
      assertThat(numbers)
          .containsExactlyInAnyOrderElementsOf(
              LongStream.rangeClosed(1, CLIENTS * TRANSFERS).boxed().toList());
      List<TransferStatus> verdicts =
          numbers.stream().map(number -> awaitVerdict(node, number)).toList();
      List<Long> committed =
          IntStream.range(0, numbers.size())
              .filter(i -> verdicts.get(i) == TransferStatus.COMMITTED)
              .mapToObj(numbers::get)
              .toList();
      assertThat(verdicts).contains(TransferStatus.COMMITTED, TransferStatus.ABORTED);

      List<Block> blocks = awaitSealed(node, committed.size());
      assertThat(blocks)
          .extracting(Block::number)
          .containsExactlyElementsOf(LongStream.rangeClosed(1, blocks.size()).boxed().toList());
      assertThat(blocks)
          .allSatisfy(
              block -> assertThat(block.transfers()).hasSizeBetween(1, Blockchain.BLOCK_SIZE));
      assertThat(sealed(blocks))
          .extracting(ChainTransfer::number)
          .containsExactlyInAnyOrderElementsOf(committed);

      assertBalancesFollowFrom(blocks, node);
      assertPrinted(node, blocks);
      node.restart();
      assertThat(awaitSealed(node, committed.size())).isEqualTo(blocks);
      assertThat(numbers.stream().map(number -> status(node, number))).isEqualTo(verdicts);
      assertThat(node.show(Blockchain.MAIN).orElseThrow().timers()).isEmpty();
    }
  }

  /** What was minted and what the ledger says make the balances, at no time below zero. */
  private static void assertBalancesFollowFrom(List<Block> blocks, TestNode node) {
    long[] expected = new long[USERS + 1];
    for (int i = 0; i < USERS; i++) expected[i] = MINTED;
    for (ChainTransfer transfer : sealed(blocks)) {
      int from = payees().indexOf(transfer.from());
      expected[from] -= transfer.amount();
      expected[payees().indexOf(transfer.to())] += transfer.amount();
      assertThat(expected[from]).as("%s", transfer).isNotNegative();
    }
    assertThat(payees().stream().mapToLong(user -> balance(node, user)).toArray())
        .isEqualTo(expected);
    assertThat(LongStream.of(expected).sum()).isEqualTo(USERS * MINTED);
  }

  /** Waits until all blocks are printed: in order, and again only from a block before. */
  private void assertPrinted(TestNode node, List<Block> blocks) {
    List<MachineEntry> printers = node.machines(BlockchainPrinter.TYPE.name());
    assertThat(printers).hasSize(1);
    node.await(
        BlockchainPrinter.TYPE.ref(printers.getFirst().machine().key()),
        BlockchainPrinter.Printed.class,
        BlockchainPrinter.Look::new,
        new BlockchainPrinter.Printed(blocks.size())::equals);
    assertThat(new LinkedHashSet<>(paper)).containsExactlyElementsOf(blocks);
    long before = 0;
    for (Block block : paper) {
      assertThat(block.number()).isBetween(1L, before + 1);
      before = block.number();
    }
  }

  @Test
  void theMockedUsersFindNothingWrongOverRestarts() throws Exception {
    MachineRef<UserMock.Event> mock = UserMock.TYPE.ref("mock");
    try (TestNode node = open()) {
      node.send("start", mock, new UserMock.Start());
      for (int i = 1; i <= 3; i++) {
        int round = i;
        awaitReport(
            node,
            mock,
            report -> report.numbered() >= 20L * round && report.polled() >= 3L * round);
        node.restart();
      }
      node.send("stop", mock, new UserMock.Stop());
      Report last =
          awaitReport(
              node,
              mock,
              report ->
                  report.registered() == UserMock.USERS && report.numbered() == report.asked());
      assertThat(last.unanswered()).isZero();
      assertThat(last.wrong()).isZero();

      List<TransferStatus> verdicts =
          LongStream.rangeClosed(1, last.numbered())
              .mapToObj(number -> awaitVerdict(node, number))
              .toList();
      assertThat(verdicts).containsOnly(TransferStatus.COMMITTED, TransferStatus.ABORTED);
      int committed = Collections.frequency(verdicts, TransferStatus.COMMITTED);
      List<Block> blocks = awaitSealed(node, committed);
      assertThat(sealed(blocks)).hasSize(committed).doesNotHaveDuplicates();
      assertThat(
              IntStream.rangeClosed(1, UserMock.USERS)
                  .mapToLong(number -> balance(node, "mock-" + number))
                  .sum())
          .isEqualTo(2 * UserMock.GENESIS);
      assertPrinted(node, blocks);
    }
  }

  private static Report awaitReport(
      TestNode node, MachineRef<UserMock.Event> mock, Predicate<Report> wanted) {
    return node.await(mock, Report.class, UserMock.Look::new, wanted);
  }

  @Test
  void onlyATransferBetweenStrangersIsTurnedDownByTheFront() {
    try (TestNode node =
        TestNode.open(dir, AppBuilderService.parts(paper::add).toArray(Part[]::new))) {
      register(node, "anna", "anna");
      node.send("mint", Blockchain.MAIN, new Blockchain.Mint("anna", 10));
      assertThat(awaitVerdict(node, transfer(node, "both", "nobody", STRANGER, 1)))
          .isEqualTo(TransferStatus.ABORTED);
      // The chain decides the others: who is paid may be anybody, who pays has the money.
      assertThat(awaitVerdict(node, transfer(node, "target", "anna", STRANGER, 4)))
          .isEqualTo(TransferStatus.COMMITTED);
      assertThat(awaitVerdict(node, transfer(node, "source", "nobody", "anna", 1)))
          .isEqualTo(TransferStatus.ABORTED);
      assertThat(balance(node, STRANGER)).isEqualTo(4);
      List<MachineEntry> ledgers = node.machines(Dlt.TYPE.name());
      assertThat(ledgers).hasSize(1);
      assertThat(
              node.query(
                  Dlt.TYPE.ref(ledgers.getFirst().machine().key()),
                  Long.class,
                  Dlt.CountVerdicts::new))
          .isEqualTo(2);
    }
  }

  @Test
  void aVerdictStandsWhateverComesAfterIt() {
    try (TestNode node = open()) {
      long number = 0;
      for (TransferStatus verdict : List.of(TransferStatus.COMMITTED, TransferStatus.ABORTED)) {
        number++;
        assertThat(status(node, number)).isEqualTo(TransferStatus.UNAVAILABLE);
        node.send("verdict " + verdict, StatusBoard.MAIN, new StatusBoard.Post(number, verdict));
        node.send(
            "processing " + verdict,
            StatusBoard.MAIN,
            new StatusBoard.Post(number, TransferStatus.PROCESSING));
        assertThat(status(node, number)).isEqualTo(verdict);
      }
    }
  }

  @Test
  void moreThanAUserHasIsAborted() {
    try (TestNode node = open()) {
      register(node, "anna", "anna");
      register(node, "ben", "ben");
      node.send("mint", Blockchain.MAIN, new Blockchain.Mint("anna", 10));
      assertThat(awaitVerdict(node, transfer(node, "too much", "anna", "ben", 11)))
          .isEqualTo(TransferStatus.ABORTED);
      assertThat(awaitVerdict(node, transfer(node, "all", "anna", "ben", 10)))
          .isEqualTo(TransferStatus.COMMITTED);
      assertThat(sealed(awaitSealed(node, 1)))
          .containsExactly(new ChainTransfer(2, "anna", "ben", 10));
      assertThat(balance(node, "anna")).isZero();
      assertThat(balance(node, "ben")).isEqualTo(10);
    }
  }

  @Test
  void aNameIsRegisteredOnce() {
    try (TestNode node = open()) {
      register(node, "first", "anna");
      register(node, "first", "anna");
      assertThatThrownBy(() -> register(node, "second", "anna"))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("anna is registered");
    }
  }
}
