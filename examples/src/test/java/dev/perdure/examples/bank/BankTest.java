package dev.perdure.examples.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.MachineRef;
import dev.perdure.Outcome.Cause;
import dev.perdure.RefusedException;
import dev.perdure.RequestIdReusedException;
import dev.perdure.examples.Clients;
import dev.perdure.examples.TestNode;
import dev.perdure.examples.bank.Account.Balance;
import dev.perdure.examples.bank.Account.Book;
import dev.perdure.examples.bank.Account.Entry;
import dev.perdure.examples.bank.Broker.Moved;
import dev.perdure.examples.bank.Broker.Progress;
import dev.perdure.node.Operator.Status;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Money is neither made nor lost, and what was acknowledged is done once. */
@Timeout(300)
final class BankTest {
  private static final int ACCOUNTS = 10;
  private static final long PAID_IN = 1_000;
  private static final int CLIENTS = 6;
  private static final int TRANSFERS = 40;

  /** A transfer that a client asked for, and whether it was told that it was done. */
  private record Asked(String name, String source, String target, long amount, boolean done) {}

  @TempDir private Path dir;

  private TestNode open() {
    return TestNode.open(dir, Account.DEFINITION, Broker.DEFINITION);
  }

  private static MachineRef<Account.Event> account(String key) {
    return Account.TYPE.ref(key);
  }

  private static void endow(TestNode node, String key, long amount) {
    node.send("pay in to " + key, account(key), new Account.PayIn(amount));
    node.send("enable " + key, account(key), new Account.Enable());
  }

  private static Balance balance(TestNode node, String key) {
    return node.query(account(key), Balance.class, Account.Look::new);
  }

  private static List<Entry> book(TestNode node, String key) {
    Book book = node.query(account(key), Book.class, to -> new Account.ReadBook(0, to));
    assertThat(book.entries()).hasSizeLessThan(Account.MAX_PAGE);
    return book.entries();
  }

  private static List<Long> changes(List<Entry> book, String reference) {
    return book.stream()
        .filter(entry -> entry.reference().equals(reference))
        .map(Entry::change)
        .toList();
  }

  private static Balance transfer(
      TestNode node, String id, String source, String target, long amount) {
    return node.ask(
        id,
        account(source),
        Balance.class,
        to -> new Account.Transfer(target, amount, "reference of " + id, to));
  }

  private static Moved move(TestNode node, String name, String source, String target, long amount) {
    return node.ask(
        "ask " + name,
        Broker.TYPE.ref(name),
        Moved.class,
        to -> new Broker.Transfer(source, target, amount, to));
  }

  private static boolean isDone(Runnable transfer) {
    try {
      transfer.run();
      return true;
    } catch (RefusedException no) {
      return false;
    }
  }

  private static List<String> accounts() {
    return IntStream.range(0, ACCOUNTS).mapToObj(i -> "account-" + i).toList();
  }

  @FunctionalInterface
  private interface Way {
    Object move(String name, String source, String target, long amount);
  }

  /** Clients that move money at random, each request now and then twice, over three restarts. */
  private static List<Asked> moveAtRandom(TestNode node, Way way) throws Exception {
    List<Asked> all = new ArrayList<>();
    try (Clients<List<Asked>> clients = new Clients<>()) {
      for (int i = 0; i < CLIENTS; i++) {
        int client = i;
        clients.start(() -> moveAtRandom(client, way));
      }
      for (int i = 0; i < 3; i++) node.restartAfter(CLIENTS * TRANSFERS / 4);
      clients.results().forEach(all::addAll);
    }
    assertThat(all).hasSize(CLIENTS * TRANSFERS);
    assertThat(all).extracting(Asked::done).contains(true, false);
    return all;
  }

  private static List<Asked> moveAtRandom(int client, Way way) {
    SplittableRandom random = new SplittableRandom(client);
    List<Asked> asked = new ArrayList<>();
    for (int i = 0; i < TRANSFERS; i++) {
      String name = "transfer-" + client + "-" + i;
      String source = "account-" + random.nextInt(ACCOUNTS);
      String target = "account-" + random.nextInt(ACCOUNTS);
      long amount = 1L + random.nextInt(800);
      boolean done = isDone(() -> way.move(name, source, target, amount));
      if (random.nextInt(3) == 0) {
        assertThat(isDone(() -> way.move(name, source, target, amount))).isEqualTo(done);
      }
      asked.add(new Asked(name, source, target, amount, done));
    }
    return asked;
  }

  /** The balances once nothing is on its way: then they add up to what was paid in. */
  private static void assertConserved(TestNode node) {
    String last = accounts().getLast();
    node.await(
        account(last),
        Balance.class,
        Account.Look::new,
        _ ->
            accounts().stream().mapToLong(key -> balance(node, key).amount()).sum()
                == ACCOUNTS * PAID_IN);
    for (String key : accounts()) {
      assertThat(book(node, key)).extracting(Entry::amount).allMatch(amount -> amount >= 0);
      assertThat(book(node, key).stream().mapToLong(Entry::change).sum())
          .isEqualTo(balance(node, key).amount());
    }
  }

  @Test
  void straightTransfersAreDoneOnceOverRestarts() throws Exception {
    try (TestNode node = open()) {
      for (String key : accounts()) endow(node, key, PAID_IN);
      List<Asked> all =
          moveAtRandom(
              node, (name, source, target, amount) -> transfer(node, name, source, target, amount));
      assertConserved(node);
      for (Asked asked : all) {
        String reference = "reference of " + asked.name();
        List<Long> both = new ArrayList<>(changes(book(node, asked.source()), reference));
        if (!asked.source().equals(asked.target())) {
          both.addAll(changes(book(node, asked.target()), reference));
        }
        assertThat(both)
            .as("%s", asked)
            .isEqualTo(asked.done() ? List.of(-asked.amount(), asked.amount()) : List.of());
      }
    }
  }

  @Test
  void brokersMoveOnceOrPutBackOverRestarts() throws Exception {
    String closed = accounts().getFirst();
    try (TestNode node = open()) {
      for (String key : accounts()) endow(node, key, PAID_IN);
      node.send("disable", account(closed), new Account.Disable());
      List<Asked> all =
          moveAtRandom(
              node, (name, source, target, amount) -> move(node, name, source, target, amount));
      assertConserved(node);
      for (String key : accounts()) {
        node.await(account(key), Balance.class, Account.Look::new, Balance::settled);
      }
      assertThat(all).filteredOn(asked -> asked.target().equals(closed)).isNotEmpty();
      for (Asked asked : all) {
        assertThat(node.show(Broker.TYPE.ref(asked.name())).orElseThrow().status())
            .isEqualTo(Status.HALTED);
        List<Long> out = changes(book(node, asked.source()), asked.name());
        if (asked.source().equals(asked.target())) {
          assertThat(out).as("%s", asked).isIn(List.of(), List.of(-asked.amount(), asked.amount()));
          continue;
        }
        List<Long> in = changes(book(node, asked.target()), asked.name());
        if (asked.done()) {
          assertThat(out).as("%s", asked).containsExactly(-asked.amount());
          assertThat(in).as("%s", asked).containsExactly(asked.amount());
        } else {
          assertThat(out).as("%s", asked).isIn(List.of(), List.of(-asked.amount(), asked.amount()));
          assertThat(in).as("%s", asked).isEmpty();
        }
        if (asked.target().equals(closed)) assertThat(asked.done()).isFalse();
      }
    }
  }

  @Test
  void aBrokerPutsBackWhatTheTargetRefuses() {
    try (TestNode node = open()) {
      endow(node, "anna", 100);
      assertThatThrownBy(() -> move(node, "t-17", "anna", "ben", 30))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("the account is disabled");
      assertThat(changes(book(node, "anna"), "t-17")).containsExactly(-30L, 30L);
      assertThat(balance(node, "anna")).isEqualTo(new Balance(100, true, true));
      assertThat(balance(node, "ben")).isEqualTo(new Balance(0, false, true));
    }
  }

  @Test
  void aBrokerWhoseTransferIsOverHaltsAndBeginsNoOther() {
    try (TestNode node = open()) {
      endow(node, "anna", 100);
      endow(node, "ben", 1);
      MachineRef<Broker.Event> broker = Broker.TYPE.ref("t-17");
      assertThat(node.query(broker, Progress.class, Broker.Look::new)).isEqualTo(Progress.NONE);
      assertThat(move(node, "t-17", "anna", "ben", 30)).isEqualTo(new Moved(30));
      assertThat(node.show(broker).orElseThrow().status()).isEqualTo(Status.HALTED);
      assertThat(move(node, "t-17", "anna", "ben", 30)).isEqualTo(new Moved(30));
      assertThatThrownBy(
              () ->
                  node.ask(
                      "another",
                      broker,
                      Moved.class,
                      to -> new Broker.Transfer("anna", "ben", 30, to)))
          .isInstanceOfSatisfying(
              RefusedException.class, no -> assertThat(no.cause()).isEqualTo(Cause.HALTED));
      node.restart();
      assertThat(move(node, "t-17", "anna", "ben", 30)).isEqualTo(new Moved(30));
      assertThat(changes(book(node, "anna"), "t-17")).containsExactly(-30L);
      assertThat(changes(book(node, "ben"), "t-17")).containsExactly(30L);
    }
  }

  @Test
  void moreThanIsThereIsRefused() {
    try (TestNode node = open()) {
      endow(node, "anna", 100);
      endow(node, "ben", 1);
      assertThatThrownBy(() -> transfer(node, "too much", "anna", "ben", 101))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("101 are not there, only 100");
      assertThatThrownBy(() -> move(node, "too much", "anna", "ben", 101))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("101 are not there, only 100");
      assertThat(transfer(node, "all", "anna", "ben", 100).amount()).isZero();
      node.await(
          account("ben"), Balance.class, Account.Look::new, balance -> balance.amount() == 101);
    }
  }

  @Test
  void aRequestSentAgainIsTheSameRequest() {
    try (TestNode node = open()) {
      endow(node, "anna", 100);
      endow(node, "ben", 1);
      Balance first = transfer(node, "rent", "anna", "ben", 30);
      transfer(node, "food", "anna", "ben", 5);
      node.restart();
      assertThat(transfer(node, "rent", "anna", "ben", 30)).isEqualTo(first);
      assertThat(balance(node, "anna").amount()).isEqualTo(65);
      assertThatThrownBy(() -> transfer(node, "rent", "anna", "ben", 31))
          .isInstanceOf(RequestIdReusedException.class);
    }
  }
}
