package dev.perdure.examples.appbuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.RefusedException;
import dev.perdure.examples.Clients;
import dev.perdure.examples.TestNode;
import dev.perdure.examples.appbuilder.AppBuilder.RegisterUser;
import dev.perdure.examples.appbuilder.AppBuilder.Registered;
import dev.perdure.examples.appbuilder.AppBuilder.Transfer;
import dev.perdure.examples.appbuilder.Blockchain.Block;
import dev.perdure.examples.appbuilder.Blockchain.Ledger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Numbers are given once, verdicts stand, money stays, and blocks hold each transfer once. */
@Timeout(300)
final class AppBuilderTest {
  private static final int USERS = 6;
  private static final long MINTED = 1_000;
  private static final int CLIENTS = 5;
  private static final int TRANSFERS = 40;

  @TempDir private Path dir;

  private TestNode open() {
    return TestNode.open(
        dir,
        AppBuilder.DEFINITION,
        Blockchain.definition(Duration.ofMillis(20)),
        StatusBoard.DEFINITION);
  }

  private static List<String> users() {
    return IntStream.range(0, USERS).mapToObj(i -> "user-" + i).toList();
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
      String to = random.nextInt(10) == 0 ? "stranger" : "user-" + (user + 1) % USERS;
      long amount = 1L + random.nextInt(600);
      long number = transfer(node, id, from, to, amount);
      if (random.nextInt(3) == 0) {
        assertThat(transfer(node, id, from, to, amount)).isEqualTo(number);
      }
      numbers.add(number);
      if (i % 8 == 0) {
        TransferStatus verdict = awaitVerdict(node, number);
        if (to.equals("stranger")) assertThat(verdict).isEqualTo(TransferStatus.ABORTED);
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
      node.restart();
      assertThat(awaitSealed(node, committed.size())).isEqualTo(blocks);
      assertThat(numbers.stream().map(number -> status(node, number))).isEqualTo(verdicts);
      assertThat(node.show(Blockchain.MAIN).orElseThrow().timers()).isEmpty();
    }
  }

  /** What was minted and what the ledger says make the balances, at no time below zero. */
  private static void assertBalancesFollowFrom(List<Block> blocks, TestNode node) {
    long[] expected = new long[USERS];
    for (int i = 0; i < USERS; i++) expected[i] = MINTED;
    for (ChainTransfer transfer : sealed(blocks)) {
      int from = users().indexOf(transfer.from());
      expected[from] -= transfer.amount();
      expected[users().indexOf(transfer.to())] += transfer.amount();
      assertThat(expected[from]).as("%s", transfer).isNotNegative();
    }
    assertThat(users().stream().mapToLong(user -> balance(node, user)).toArray())
        .isEqualTo(expected);
    assertThat(LongStream.of(expected).sum()).isEqualTo(USERS * MINTED);
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
