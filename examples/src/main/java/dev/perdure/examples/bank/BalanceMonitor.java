package dev.perdure.examples.bank;

import dev.perdure.testing.CommittedStep;
import dev.perdure.testing.CommittedStep.Verdict;
import dev.perdure.testing.Liveness;
import dev.perdure.testing.Simulation;

/**
 * Watches the money of the whole bank: cold while the accounts have together what was paid in, hot
 * while they have more or less. In the middle of a transfer that is so; for ever it must not be.
 */
final class BalanceMonitor {
  static final String NAME = "the accounts have what was paid in";

  private final Liveness good;
  private long paidIn;
  private long there;

  private BalanceMonitor(Liveness good) {
    this.good = good;
  }

  /** Watches a run from its beginning on. */
  static void watch(Simulation simulation) {
    simulation.watch(new BalanceMonitor(simulation.liveness(NAME))::committed);
  }

  private void committed(CommittedStep step) {
    if (!(step.before() instanceof Account.State before
        && step.after() instanceof Account.State after)) {
      return;
    }
    if (step.event() instanceof Account.PayIn(var amount) && step.verdict() == Verdict.HANDLED) {
      paidIn += amount;
    }
    there += after.amount() - before.amount();
    if (there == paidIn) {
      good.cold();
    } else {
      good.hot("%d were paid in, %d are there".formatted(paidIn, there));
    }
  }
}
