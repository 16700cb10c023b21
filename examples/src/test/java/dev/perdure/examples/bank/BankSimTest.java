package dev.perdure.examples.bank;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.Outcome;
import dev.perdure.Query;
import dev.perdure.Step;
import dev.perdure.examples.Meanwhile;
import dev.perdure.examples.Planted;
import dev.perdure.testing.SimulatedClient;
import dev.perdure.testing.Simulation;
import dev.perdure.testing.coverage.Coverage;
import dev.perdure.testing.coverage.Unreachable;
import dev.perdure.testing.explore.Exploration;
import dev.perdure.testing.explore.Explorer;
import dev.perdure.testing.junit.Simulate;
import org.junit.jupiter.api.Test;

/** The bank under every fault: what must hold, whatever happens. */
final class BankSimTest {
  private static final int ACCOUNTS = 10;
  private static final int FEW = 4;

  @Simulate(
      fixed = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10},
      seeds = 150)
  void moneyIsNeitherMadeNorLost(Simulation simulation) throws Exception {
    new BankSimulation().scenario(ACCOUNTS).play(simulation);
  }

  @Simulate(seeds = 100, firstSeed = 1)
  void everyPairIsReached(Simulation simulation, Coverage coverage) throws Exception {
    coverage.demandAll(Account.TYPE);
    coverage.demandAll(
        Broker.TYPE,
        // Answers come to the state that waits for them.
        Unreachable.in(
            Broker.Fresh.class,
            Broker.Withdrawn.class,
            Broker.Deposited.class,
            Broker.BackAgain.class),
        Unreachable.in(Broker.Withdrawing.class, Broker.Deposited.class, Broker.BackAgain.class),
        Unreachable.in(Broker.Depositing.class, Broker.Withdrawn.class, Broker.BackAgain.class),
        Unreachable.in(Broker.PuttingBack.class, Broker.Withdrawn.class, Broker.Deposited.class),
        // Only an operator who halts an account leaves money behind.
        Unreachable.in(Broker.Stranded.class));
    Meanwhile.atOnce(simulation, BankSimTest::openAndClose);
    Meanwhile.whenMoved(
        simulation,
        Account.TYPE,
        (client, account, _) -> {
          var _ = client.query(account, Account.Balance.class, Account.Look::new);
          var _ = client.query(account, Account.Book.class, to -> new Account.ReadBook(0, to));
        });
    Meanwhile.whenMoved(
        simulation,
        Broker.TYPE,
        (client, broker, _) -> {
          var _ = client.query(broker, Broker.Progress.class, Broker.Look::new);
          var _ =
              client.ask(broker, Broker.Moved.class, to -> new Broker.Transfer("0", "1", 1, to));
        });
    new BankSimulation().scenario(FEW).play(simulation);
  }

  /** Accounts are disabled and enabled again in the middle of transfers. */
  private static void openAndClose(SimulatedClient client) {
    for (int i = 0; i < FEW; i++) {
      String key = BankSimulation.key(i);
      for (int times = 0; times < 3; times++) {
        var _ = client.send(Account.TYPE.ref(key), new Account.Disable());
        var _ = client.send(Account.TYPE.ref(key), new Account.Enable());
      }
    }
    for (int i = 0; i < 2 * FEW; i++) {
      var _ =
          client.query(Broker.TYPE.ref("transfer " + i), Broker.Progress.class, Broker.Look::new);
    }
  }

  // ---- planted bugs --------------------------------------------------------------------------

  /** The planted bug: the money is in a field, which is gone when the machine is passivated. */
  private static final class AccountWithAField implements Machine<Account.State, Account.Event> {
    private final Account account = new Account();
    private long money;

    @Override
    public Account.State initial() {
      return account.initial();
    }

    @Override
    public Account.State on(Account.State state, Account.Event event, Step<Account.Event> step) {
      if (event instanceof Query) return account.on(state, event, step);
      Account.State seen = money == state.amount() ? state : withMoney(state);
      Account.State next = account.on(seen, event, step);
      money = next.amount();
      return next.equals(seen) ? state : next;
    }

    private Account.State withMoney(Account.State state) {
      return switch (state) {
        case Account.Disabled(_, var entries) -> new Account.Disabled(money, entries);
        case Account.Enabled(_, var entries) -> new Account.Enabled(money, entries);
      };
    }
  }

  @Test
  void anAccountThatKeepsItsMoneyInAFieldIsCaught() {
    Definition<?, Account.Event> account =
        Definition.of(Account.TYPE, Account.State.class, AccountWithAField::new);
    Exploration found =
        Explorer.of(BankSimulation.scenario(ACCOUNTS, account, Broker.DEFINITION))
            .firstSeed(1)
            .seeds(500)
            .explore();
    assertThat(found.isOk()).isFalse();
  }

  /** The planted bug: while it is disabled it takes no credit, and the money is nowhere. */
  private static final class ClosedAccount implements Machine<Account.State, Account.Event> {
    private final Account account = new Account();

    @Override
    public Account.State initial() {
      return account.initial();
    }

    @Override
    public Account.State on(Account.State state, Account.Event event, Step<Account.Event> step) {
      return event instanceof Account.Credit && state instanceof Account.Disabled
          ? step.reject(state, "the account is disabled")
          : account.on(state, event, step);
    }
  }

  @Test
  void anAccountThatTakesNoCreditWhileDisabledIsCaughtByTheMonitor() {
    Definition<?, Account.Event> account =
        Definition.of(Account.TYPE, Account.State.class, ClosedAccount::new);
    Planted.isFound(
        BankSimulation.scenario(FEW, account, Broker.DEFINITION), BalanceMonitor.NAME + ": hot");
  }

  /** The planted bug: where the deposit is refused it does not put the money back. */
  private static final class NegligentBroker implements Machine<Broker.State, Broker.Event> {
    private final Broker broker = new Broker();

    @Override
    public Broker.State initial() {
      return broker.initial();
    }

    @Override
    public Broker.State on(Broker.State state, Broker.Event event, Step<Broker.Event> step) {
      if (state instanceof Broker.Depositing(var order)
          && event instanceof Broker.Deposited(Outcome.Failed<Account.Balance> no)) {
        step.refuse(order.to(), no.reason());
        return step.halt(state);
      }
      return broker.on(state, event, step);
    }
  }

  @Test
  void aBrokerThatDoesNotPutBackIsCaughtByTheMonitor() {
    Definition<?, Broker.Event> broker =
        Definition.of(Broker.TYPE, Broker.State.class, NegligentBroker::new);
    Planted.isFound(
        BankSimulation.scenario(FEW, Account.DEFINITION, broker), BalanceMonitor.NAME + ": hot");
  }
}
