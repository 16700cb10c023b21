package dev.perdure.examples.bank;

import dev.perdure.Definition;
import dev.perdure.MachineRef;
import dev.perdure.RefusedException;
import dev.perdure.testing.Scenario;
import dev.perdure.testing.SimulatedApp;
import dev.perdure.testing.SimulatedClient;
import dev.perdure.testing.Simulation;
import dev.perdure.testing.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;

/**
 * The bank in the simulator: as many accounts as its size says and twice as many transfers, half of
 * them by saga. A {@link BalanceMonitor} watches the money. Afterwards each account has exactly
 * what the answers say, its book tells of each transfer once, and it keeps nothing for those that
 * are over.
 */
public final class BankSimulation implements SimulatedApp {
  private static final long PAID_IN = 1_000;
  private static final int MOST_MOVED = 700;

  /** A transfer that was asked for; the future says whether it was done. */
  private record Asked(
      int source, int target, long amount, String reference, CompletableFuture<?> answer) {
    boolean isDone() {
      if (answer.state() == Future.State.SUCCESS) {
        return true;
      }
      if (answer.exceptionNow() instanceof RefusedException) {
        return false;
      }
      throw new IllegalStateException("no answer to " + this, answer.exceptionNow());
    }
  }

  @Override
  public String name() {
    return "bank";
  }

  @Override
  public String description() {
    return "transfers between accounts, half of them by saga: money is neither made nor lost";
  }

  @Override
  public int standardSize() {
    return 10;
  }

  @Override
  public Scenario scenario(int size) {
    return scenario(size, Account.DEFINITION, Broker.DEFINITION);
  }

  /** With accounts and brokers that may be others than the bank's own. */
  static Scenario scenario(
      int size, Definition<?, Account.Event> account, Definition<?, Broker.Event> broker) {
    return simulation -> {
      simulation.open(account, broker);
      play(simulation, size);
    };
  }

  private static void play(Simulation simulation, int accounts) {
    BalanceMonitor.watch(simulation);
    SimulatedClient owner = simulation.client("owner");
    for (int i = 0; i < accounts; i++) {
      var _ = owner.send(Account.TYPE.ref(key(i)), new Account.PayIn(PAID_IN));
      var _ = owner.send(Account.TYPE.ref(key(i)), new Account.Enable());
    }
    List<Asked> all = new ArrayList<>();
    for (int i = 0; i < 2 * accounts; i++) {
      all.add(ask(simulation, owner, i, accounts));
    }
    simulation.run();
    check(simulation, all, accounts);
    for (int i = 0; i < accounts; i++) {
      checkBook(owner, i, all);
    }
  }

  private static Asked ask(Simulation simulation, SimulatedClient client, int i, int accounts) {
    RandomGenerator random = simulation.random();
    int source = random.nextInt(accounts);
    int target = random.nextInt(accounts);
    long amount = 1L + random.nextInt(MOST_MOVED);
    String reference = "transfer " + i;
    CompletableFuture<?> answer =
        random.nextBoolean()
            ? client.ask(
                Account.TYPE.ref(key(source)),
                Account.Balance.class,
                to -> new Account.Transfer(key(target), amount, reference, to))
            : client.ask(
                Broker.TYPE.ref(reference),
                Broker.Moved.class,
                to -> new Broker.Transfer(key(source), key(target), amount, to));
    return new Asked(source, target, amount, reference, answer);
  }

  private static void check(Simulation simulation, List<Asked> all, int accounts) {
    long[] expected = new long[accounts];
    java.util.Arrays.fill(expected, PAID_IN);
    for (Asked asked : all) {
      if (asked.isDone()) {
        expected[asked.source()] -= asked.amount();
        expected[asked.target()] += asked.amount();
      }
    }
    for (int i = 0; i < accounts; i++) {
      long amount =
          simulation
              .state(Account.TYPE.ref(key(i)), Account.State.class)
              .map(Account.State::amount)
              .orElse(0L);
      if (amount != expected[i]) {
        throw new Violation(
            "money: account/%s has %d, and by all answers it must have %d"
                .formatted(key(i), amount, expected[i]));
      }
    }
  }

  /** Each transfer that was done stands in the book, once; and nothing is kept for any. */
  private static void checkBook(SimulatedClient client, int account, List<Asked> all) {
    Map<String, Long> expected = new TreeMap<>(Map.of("cash", PAID_IN));
    for (Asked asked : all) {
      if (asked.isDone()) {
        if (asked.source() == account)
          expected.merge(asked.reference(), -asked.amount(), Long::sum);
        if (asked.target() == account) expected.merge(asked.reference(), asked.amount(), Long::sum);
      }
    }
    MachineRef<Account.Event> ref = Account.TYPE.ref(key(account));
    Map<String, Long> written = new TreeMap<>();
    long read = 0;
    List<Account.Entry> page;
    do {
      long after = read;
      page =
          client
              .query(ref, Account.Book.class, to -> new Account.ReadBook(after, to))
              .join()
              .entries();
      page.forEach(entry -> written.merge(entry.reference(), entry.change(), Long::sum));
      read += page.size();
    } while (!page.isEmpty());
    // Out and back again is as good as never.
    expected.values().removeIf(change -> change == 0);
    written.values().removeIf(change -> change == 0);
    if (!written.equals(expected)) {
      throw new Violation("book: in that of %s is %s, not %s".formatted(ref, written, expected));
    }
    if (!client.query(ref, Account.Balance.class, Account.Look::new).join().settled()) {
      throw new Violation("settled: %s keeps something for a transfer that is over".formatted(ref));
    }
  }

  static String key(int account) {
    return Integer.toString(account);
  }
}
