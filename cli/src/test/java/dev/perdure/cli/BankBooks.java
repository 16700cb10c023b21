package dev.perdure.cli;

import dev.perdure.cli.BankLedger.Fate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The checker: compares the books of all accounts with what the clients know. It knows nothing of
 * how the bank works, only what must hold.
 */
final class BankBooks {
  /** One line of an account's book. */
  record Entry(String reference, long change, long amount) {}

  /** An account: what is there, and the lines that led to it. */
  record Account(long amount, List<Entry> entries) {
    Account {
      entries = List.copyOf(entries);
    }
  }

  private final SortedMap<String, Account> accounts;

  BankBooks(SortedMap<String, Account> accounts) {
    this.accounts = accounts;
  }

  /** All there is in the bank. */
  long sum() {
    return accounts.values().stream().mapToLong(Account::amount).sum();
  }

  /**
   * What is wrong, one line each.
   *
   * @param paidIn what came into the bank over the counter
   * @param ledger all transfers that were ever sent
   */
  List<String> problems(long paidIn, Map<String, BankLedger.Line> ledger) {
    List<String> problems = new ArrayList<>();
    if (sum() != paidIn) {
      problems.add("the balances add up to %d, %d were paid in".formatted(sum(), paidIn));
    }
    Map<String, List<String>> found = new HashMap<>();
    accounts.forEach(
        (key, account) -> {
          long amount = 0;
          for (Entry entry : account.entries) {
            amount += entry.change;
            if (amount != entry.amount || amount < 0) {
              problems.add("%s: its book does not add up at %s".formatted(key, entry));
            }
            if (!entry.reference.equals("cash")) {
              found
                  .computeIfAbsent(entry.reference, _ -> new ArrayList<>())
                  .add(key + " " + entry.change);
            }
          }
          if (amount != account.amount) {
            problems.add("%s: has %d, its book says %d".formatted(key, account.amount, amount));
          }
        });
    ledger.values().forEach(line -> check(line, found, problems));
    found.forEach(
        (reference, lines) -> problems.add("%s: nobody sent it: %s".formatted(reference, lines)));
    return problems;
  }

  private static void check(
      BankLedger.Line line, Map<String, List<String>> found, List<String> problems) {
    BankTransfer sent = line.transfer();
    List<String> lines = found.remove(sent.reference());
    List<String> there = lines == null ? List.of() : lines;
    List<String> once =
        List.of(
            sent.source() + " " + -sent.amount(), //
            sent.target() + " " + sent.amount());
    boolean applied = there.size() == 2 && there.containsAll(once);
    boolean right =
        switch (line.fate()) {
          case ACKNOWLEDGED -> applied;
          case REFUSED -> there.isEmpty();
          case UNKNOWN -> applied || there.isEmpty();
        };
    if (!right) {
      problems.add(
          "%s (%s): the books have %s, once is %s"
              .formatted(sent.reference(), line.fate(), there, once));
    }
  }

  /** How many transfers have this fate. */
  static long count(Map<String, BankLedger.Line> ledger, Fate fate) {
    return ledger.values().stream().filter(line -> line.fate() == fate).count();
  }
}
