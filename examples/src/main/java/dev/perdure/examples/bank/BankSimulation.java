package dev.perdure.examples.bank;

import dev.perdure.RefusedException;
import dev.perdure.testing.Scenario;
import dev.perdure.testing.SimulatedApp;
import dev.perdure.testing.SimulatedClient;
import dev.perdure.testing.Simulation;
import dev.perdure.testing.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.random.RandomGenerator;

/**
 * The bank in the simulator: as many accounts as its size says and twice as many transfers, half of
 * them by saga. Afterwards each account has exactly what the answers say.
 */
public final class BankSimulation implements SimulatedApp {
  private static final long PAID_IN = 1_000;
  private static final int MOST_MOVED = 700;

  /** A transfer that was asked for; the future says whether it was done. */
  private record Asked(int source, int target, long amount, CompletableFuture<?> answer) {
    boolean isDone() {
      try {
        answer.join();
        return true;
      } catch (CompletionException e) {
        if (e.getCause() instanceof RefusedException) {
          return false;
        }
        throw e;
      }
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
    return simulation -> play(simulation, size);
  }

  private static void play(Simulation simulation, int accounts) {
    simulation.open(Account.DEFINITION, Broker.DEFINITION);
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
  }

  private static Asked ask(Simulation simulation, SimulatedClient client, int i, int accounts) {
    RandomGenerator random = simulation.random();
    int source = random.nextInt(accounts);
    int target = random.nextInt(accounts);
    long amount = 1L + random.nextInt(MOST_MOVED);
    CompletableFuture<?> answer =
        random.nextBoolean()
            ? client.ask(
                Account.TYPE.ref(key(source)),
                Account.Balance.class,
                to -> new Account.Transfer(key(target), amount, "transfer " + i, to))
            : client.ask(
                Broker.TYPE.ref("transfer " + i),
                Broker.Moved.class,
                to -> new Broker.Transfer(key(source), key(target), amount, to));
    return new Asked(source, target, amount, answer);
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

  private static String key(int account) {
    return Integer.toString(account);
  }
}
