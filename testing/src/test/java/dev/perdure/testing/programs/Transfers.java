package dev.perdure.testing.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineType;
import dev.perdure.Outcome;
import dev.perdure.Part;
import dev.perdure.ReplyTo;
import dev.perdure.Step;
import dev.perdure.testing.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/**
 * Transfers between accounts: a machine for each asks one account, then the other, and undoes what
 * it cannot finish. Money is neither made nor lost, and each client hears what really happened.
 */
public final class Transfers implements Program {
  private static final MachineType<AccountEvent> ACCOUNT =
      MachineType.of("account", AccountEvent.class);
  private static final MachineType<TransferEvent> TRANSFER =
      MachineType.of("transfer", TransferEvent.class);
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** Long: an undo is asked for until it is done, and must not crowd out what it waits for. */
  private static final Duration PATIENCE_OF_UNDO = Duration.ofMinutes(10);

  private static final int ACCOUNTS = 5;
  private static final long START = 100;

  /** By transfer: how it ended, as its client hears. */
  private final Map<String, CompletableFuture<String>> asked = new LinkedHashMap<>();

  /** How many transfers there will be; 0 at first. */
  private int transfers;

  sealed interface AccountEvent {}

  /** Moves an amount, which may be negative; refused when there is too little. */
  record Move(String leg, long amount, ReplyTo<Long> to) implements AccountEvent {}

  /** Takes a move back, if it was made. It is stepped after the move, when both come from one. */
  record Undo(String leg, ReplyTo<Long> to) implements AccountEvent {}

  /**
   * @param legs the amount moved by leg, 0 once it is undone or known never to have been
   * @param silent who is never answered
   */
  record Account(
      long balance, Map<String, Long> legs, List<String> wrong, List<ReplyTo<Long>> silent) {}

  sealed interface TransferEvent {}

  record Begin(String from, String target, long amount, ReplyTo<String> to)
      implements TransferEvent {}

  record Withdrawn(Outcome<Long> outcome) implements TransferEvent {}

  record Deposited(Outcome<Long> outcome) implements TransferEvent {}

  record Undone(String account, Outcome<Long> outcome) implements TransferEvent {}

  sealed interface Transfer {}

  record Created() implements Transfer {}

  record Withdrawing(Begin what) implements Transfer {}

  record Depositing(Begin what) implements Transfer {}

  record Undoing(Begin what, List<String> accounts) implements Transfer {}

  record Ended(String how) implements Transfer {}

  private static final class Accounts implements Machine<Account, AccountEvent> {
    @Override
    public Account initial() {
      return new Account(START, Map.of(), List.of(), List.of());
    }

    @Override
    public Account on(Account account, AccountEvent event, Step<AccountEvent> step) {
      Account next =
          switch (event) {
            case Move move -> moved(account, move, step);
            case Undo undo -> undone(account, undo, step);
          };
      return next;
    }

    private Account moved(Account account, Move move, Step<AccountEvent> step) {
      if (account.legs.containsKey(move.leg)) {
        List<String> wrong = new ArrayList<>(account.wrong);
        wrong.add("again, or after its undo: " + move.leg);
        return new Account(account.balance, account.legs, wrong, account.silent);
      }
      if (account.balance + move.amount < 0) {
        return step.reject(account, "too little");
      }
      Map<String, Long> legs = new LinkedHashMap<>(account.legs);
      legs.put(move.leg, move.amount);
      List<ReplyTo<Long>> silent = new ArrayList<>(account.silent);
      if (step.random().nextInt(10) > 0) {
        step.reply(move.to, account.balance + move.amount);
      } else {
        silent.add(move.to);
      }
      return new Account(account.balance + move.amount, legs, account.wrong, silent);
    }

    private Account undone(Account account, Undo undo, Step<AccountEvent> step) {
      Map<String, Long> legs = new LinkedHashMap<>(account.legs);
      Long amount = legs.put(undo.leg, 0L);
      long balance = account.balance - (amount == null ? 0 : amount);
      step.reply(undo.to, balance);
      return new Account(balance, legs, account.wrong, account.silent);
    }
  }

  private static final class Mover implements Machine<Transfer, TransferEvent> {
    @Override
    public Transfer initial() {
      return new Created();
    }

    @Override
    public Transfer on(Transfer transfer, TransferEvent event, Step<TransferEvent> step) {
      Transfer next =
          switch (transfer) {
            case Created created ->
                event instanceof Begin begin ? begin(begin, step) : odd(created, event);
            case Withdrawing(var what) ->
                event instanceof Withdrawn(var outcome)
                    ? withdrawn(what, outcome, step)
                    : odd(transfer, event);
            case Depositing(var what) ->
                event instanceof Deposited(var outcome)
                    ? deposited(what, outcome, step)
                    : odd(transfer, event);
            case Undoing(var what, var accounts) ->
                event instanceof Undone(var account, var outcome)
                    ? undone(what, accounts, account, outcome, step)
                    : odd(transfer, event);
            case Ended _ -> odd(transfer, event);
          };
      return next;
    }

    private Transfer odd(Transfer transfer, TransferEvent event) {
      return new Ended("wrong: " + event + " in " + transfer);
    }

    private Transfer begin(Begin begin, Step<TransferEvent> step) {
      String leg = step.self().key();
      step.ask(
          ACCOUNT.ref(begin.from),
          Long.class,
          PATIENCE,
          to -> new Move(leg + "-", -begin.amount, to),
          Withdrawn::new);
      return new Withdrawing(begin);
    }

    private Transfer withdrawn(Begin what, Outcome<Long> outcome, Step<TransferEvent> step) {
      return switch (outcome) {
        case Outcome.Done<Long> _ -> {
          step.ask(
              ACCOUNT.ref(what.target),
              Long.class,
              PATIENCE,
              to -> new Move(step.self().key() + "+", what.amount, to),
              Deposited::new);
          yield new Depositing(what);
        }
        case Outcome.Failed<Long> _ -> end(what, "refused", step);
        case Outcome.Unknown<Long> _ -> undo(what, List.of(what.from), step);
      };
    }

    private Transfer deposited(Begin what, Outcome<Long> outcome, Step<TransferEvent> step) {
      return switch (outcome) {
        case Outcome.Done<Long> _ -> end(what, "done", step);
        case Outcome.Failed<Long> _ -> undo(what, List.of(what.from), step);
        case Outcome.Unknown<Long> _ -> undo(what, List.of(what.from, what.target), step);
      };
    }

    private Transfer undo(Begin what, List<String> accounts, Step<TransferEvent> step) {
      accounts.forEach(account -> askUndo(what, account, step));
      return new Undoing(what, accounts);
    }

    private void askUndo(Begin what, String account, Step<TransferEvent> step) {
      String leg = step.self().key() + (account.equals(what.from) ? "-" : "+");
      step.ask(
          ACCOUNT.ref(account),
          Long.class,
          PATIENCE_OF_UNDO,
          to -> new Undo(leg, to),
          outcome -> new Undone(account, outcome));
    }

    private Transfer undone(
        Begin what,
        List<String> accounts,
        String account,
        Outcome<Long> outcome,
        Step<TransferEvent> step) {
      if (outcome instanceof Outcome.NotDone<Long>) {
        askUndo(what, account, step);
        return new Undoing(what, accounts);
      }
      List<String> left = new ArrayList<>(accounts);
      if (!left.remove(account)) {
        return new Ended("wrong: undone again: " + account);
      }
      return left.isEmpty() ? end(what, "undone", step) : new Undoing(what, left);
    }

    private Transfer end(Begin what, String how, Step<TransferEvent> step) {
      step.reply(what.to, how);
      return new Ended(how);
    }
  }

  @Override
  public List<Part> parts(Simulation simulation) {
    return List.of(
        Definition.of(ACCOUNT, Account.class, Accounts::new),
        Definition.of(TRANSFER, Transfer.class, Mover::new));
  }

  @Override
  public boolean act(Simulation simulation) {
    RandomGenerator random = simulation.random();
    transfers = transfers == 0 ? 2 + random.nextInt(12) : transfers;
    int from = random.nextInt(ACCOUNTS);
    String source = "a" + from;
    String target = "a" + (from + 1 + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
    long amount = 1 + random.nextLong(60);
    String id = "transfer" + asked.size();
    asked.put(
        id,
        simulation
            .client("client" + asked.size() % 3)
            .ask(TRANSFER.ref(id), String.class, to -> new Begin(source, target, amount, to)));
    if (random.nextInt(3) == 0) {
      simulation.run(Duration.ofMillis(random.nextInt(2_000)));
    }
    return asked.size() < transfers;
  }

  @Override
  public void check(Simulation simulation) {
    Map<String, Long> legs = new LinkedHashMap<>();
    long sum = 0;
    for (int i = 0; i < ACCOUNTS; i++) {
      Account account =
          simulation
              .state(ACCOUNT.ref("a" + i), Account.class)
              .orElse(new Account(START, Map.of(), List.of(), List.of()));
      sum += account.balance;
      assertThat(account.wrong).isEmpty();
      legs.putAll(account.legs);
    }
    assertThat(sum).as("money").isEqualTo(ACCOUNTS * START);
    asked.forEach(
        (id, answer) -> {
          Transfer transfer = simulation.state(TRANSFER.ref(id), Transfer.class).orElseThrow();
          assertThat(transfer).as(id).isEqualTo(new Ended(answer.join()));
          long moved = Math.abs(legs.getOrDefault(id + "+", 0L));
          assertThat(moved > 0).as("%s, %s", id, legs).isEqualTo(answer.join().equals("done"));
          assertThat(Math.abs(legs.getOrDefault(id + "-", 0L))).as(id).isEqualTo(moved);
        });
  }
}
