package dev.perdure.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.cli.BankBooks.Account;
import dev.perdure.cli.BankBooks.Entry;
import dev.perdure.cli.BankLedger.Fate;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The checker of the crash test finds what it is there for. */
final class BankBooksTest {
  private static final Entry CASH = new Entry("cash", 100, 100);
  private static final BankTransfer SENT = new BankTransfer("t", "a", "b", 30);

  @Test
  void aTransferInBothBooksIsRight() {
    assertThat(problems(Fate.ACKNOWLEDGED, books(30, 30))).isEmpty();
    assertThat(problems(Fate.UNKNOWN, books(30, 30))).isEmpty();
  }

  @Test
  void aTransferInNoBookIsRightUnlessItWasAcknowledged() {
    BankBooks none = new BankBooks(accounts(List.of(CASH), List.of(CASH)));
    assertThat(problems(Fate.UNKNOWN, none)).isEmpty();
    assertThat(problems(Fate.REFUSED, none)).isEmpty();
    assertThat(problems(Fate.ACKNOWLEDGED, none)).hasSize(1);
  }

  @Test
  void aRefusedTransferThatWasAppliedIsFound() {
    assertThat(problems(Fate.REFUSED, books(30, 30))).hasSize(1);
  }

  @Test
  void aTransferAppliedTwiceIsFoundThoughTheSumIsRight() {
    BankBooks twice =
        new BankBooks(
            accounts(
                List.of(CASH, new Entry("t", -30, 70), new Entry("t", -30, 40)),
                List.of(CASH, new Entry("t", 30, 130), new Entry("t", 30, 160))));
    assertThat(twice.sum()).isEqualTo(200);
    assertThat(problems(Fate.ACKNOWLEDGED, twice)).hasSize(1);
    assertThat(problems(Fate.UNKNOWN, twice)).hasSize(1);
  }

  @Test
  void moneyThatNeverArrivedIsFound() {
    BankBooks halfway =
        new BankBooks(accounts(List.of(CASH, new Entry("t", -30, 70)), List.of(CASH)));
    assertThat(problems(Fate.UNKNOWN, halfway)).hasSize(2);
  }

  @Test
  void anotherAmountIsFound() {
    assertThat(problems(Fate.ACKNOWLEDGED, books(30, 31))).isNotEmpty();
  }

  @Test
  void aTransferThatNobodySentIsFound() {
    assertThat(books(30, 30).problems(200, Map.of())).singleElement().asString().contains("nobody");
  }

  @Test
  void aBookThatDoesNotAddUpIsFound() {
    BankBooks wrong = new BankBooks(accounts(List.of(new Entry("cash", 100, 101)), List.of(CASH)));
    assertThat(wrong.problems(201, Map.of())).anyMatch(problem -> problem.contains("add up at"));
  }

  private static List<String> problems(Fate fate, BankBooks books) {
    return books.problems(200, Map.of("t", new BankLedger.Line(SENT, fate)));
  }

  private static BankBooks books(long out, long in) {
    return new BankBooks(
        accounts(
            List.of(CASH, new Entry("t", -out, 100 - out)),
            List.of(CASH, new Entry("t", in, 100 + in))));
  }

  private static SortedMap<String, Account> accounts(List<Entry> a, List<Entry> b) {
    SortedMap<String, Account> accounts = new TreeMap<>();
    accounts.put("a", new Account(a.getLast().amount(), a));
    accounts.put("b", new Account(b.getLast().amount(), b));
    return accounts;
  }
}
