package dev.perdure.examples.bank;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.Query;
import dev.perdure.Step;
import dev.perdure.testing.Simulation;
import dev.perdure.testing.explore.Exploration;
import dev.perdure.testing.explore.Explorer;
import dev.perdure.testing.junit.Simulate;
import org.junit.jupiter.api.Test;

/** The bank under every fault: what must hold, whatever happens. */
final class BankSimTest {
  private static final int ACCOUNTS = 10;

  @Simulate(
      fixed = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10},
      seeds = 150)
  void moneyIsNeitherMadeNorLost(Simulation simulation) throws Exception {
    BankSimulation.scenario(ACCOUNTS, Account.DEFINITION).play(simulation);
  }

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
        Explorer.of(BankSimulation.scenario(ACCOUNTS, account)).firstSeed(1).seeds(500).explore();
    assertThat(found.isOk()).isFalse();
  }
}
