package dev.perdure.examples.bank;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineType;
import dev.perdure.MapKey;
import dev.perdure.Query;
import dev.perdure.ReplyTo;
import dev.perdure.Step;
import java.util.Optional;

/**
 * One account. It exists from its first event on, disabled and empty; while it is disabled money
 * can come in over the counter or as a {@link Credit}, but no transfer is begun or accepted.
 *
 * <p>A straight {@link Transfer} takes the money from here and sends it to the other account in one
 * step. Events are stepped exactly once, so it arrives exactly once, and since no account refuses a
 * credit, nothing is left to compensate.
 *
 * <p>For a {@link Broker} the account remembers what it did for each of its transfers until the
 * broker settles it. So it can be asked to take something back that it may not have done, and asked
 * twice for the same deposit.
 */
public final class Account implements Machine<Account.State, Account.Event> {
  public static final MachineType<Event> TYPE = MachineType.of("account", Event.class);
  public static final Definition<?, Event> DEFINITION =
      Definition.of(TYPE, State.class, Account::new);

  /** What an account can be told. */
  public sealed interface Event {}

  /** Cash over the counter: the only way for money to come into the bank. */
  public record PayIn(long amount) implements Event {
    /** Checks the amount. */
    public PayIn {
      Money.check(amount);
    }
  }

  /** Take part in transfers from now on. */
  public record Enable() implements Event {}

  /** Take part in no transfers. */
  public record Disable() implements Event {}

  /**
   * Sends money to another account, and is answered with what is left here. Refused when there is
   * not enough, or this account is disabled.
   *
   * @param target the key of the other account
   */
  public record Transfer(String target, long amount, ReplyTo<Balance> to) implements Event {
    /** Checks the amount, and that the target can be a key. */
    public Transfer {
      Money.check(amount);
      TYPE.ref(target);
    }
  }

  /** How much is here? */
  public record Look(ReplyTo<Balance> to) implements Event, Query {}

  /** Money from another account. */
  record Credit(long amount) implements Event {}

  /** What a broker asks for. The transfer's name says what belongs together. */
  sealed interface ForBroker extends Event {
    String transfer();
  }

  record Withdraw(String transfer, long amount, ReplyTo<Balance> to) implements ForBroker {}

  record Deposit(String transfer, long amount, ReplyTo<Balance> to) implements ForBroker {}

  /** Puts back what was withdrawn for this transfer, if it was. Never refused. */
  record PutBack(String transfer, ReplyTo<Balance> to) implements ForBroker {}

  /** The transfer is over: nothing about it will be asked again. */
  record Settle(String transfer) implements ForBroker {}

  /**
   * An account at one moment.
   *
   * @param amount how much is here, never below zero
   * @param enabled whether it takes part in transfers
   * @param settled whether no transfer of a broker is under way here
   */
  public record Balance(long amount, boolean enabled, boolean settled) {}

  sealed interface State {
    long amount();

    State with(long amount);
  }

  record Disabled(long amount) implements State {
    @Override
    public State with(long newAmount) {
      return new Disabled(newAmount);
    }
  }

  record Enabled(long amount) implements State {
    @Override
    public State with(long newAmount) {
      return new Enabled(newAmount);
    }
  }

  private static final MapKey<String, Long> WITHDRAWN =
      MapKey.of("withdrawn", String.class, Long.class);
  private static final MapKey<String, Long> DEPOSITED =
      MapKey.of("deposited", String.class, Long.class);

  @Override
  public State initial() {
    return new Disabled(0);
  }

  @Override
  public State on(State state, Event event, Step<Event> step) {
    return switch (event) {
      case PayIn(var amount) -> plus(state, amount);
      case Credit(var amount) -> plus(state, amount);
      case Enable _ -> new Enabled(state.amount());
      case Disable _ -> new Disabled(state.amount());
      case Transfer transfer -> transfer(state, transfer, step);
      case ForBroker request -> forBroker(state, request, step);
      case Look(var to) -> {
        step.reply(to, balance(state, step));
        yield state;
      }
    };
  }

  private static State transfer(State state, Transfer transfer, Step<Event> step) {
    Optional<String> no = obstacle(state, transfer.amount());
    if (no.isPresent()) return step.reject(state, no.get());
    step.send(TYPE.ref(transfer.target()), new Credit(transfer.amount()));
    return answered(minus(state, transfer.amount()), transfer.to(), step);
  }

  private static State forBroker(State state, ForBroker request, Step<Event> step) {
    return switch (request) {
      case Withdraw(var name, var amount, var to) -> {
        Optional<String> no = obstacle(state, amount);
        if (no.isPresent()) yield step.reject(state, no.get());
        step.map(WITHDRAWN).put(name, amount);
        yield answered(minus(state, amount), to, step);
      }
      case Deposit(var name, _, var to) when step.map(DEPOSITED).contains(name) ->
          answered(state, to, step);
      case Deposit(var name, var amount, var to) -> {
        if (state instanceof Disabled) yield step.reject(state, "the account is disabled");
        step.map(DEPOSITED).put(name, amount);
        yield answered(plus(state, amount), to, step);
      }
      case PutBack(var name, var to) -> {
        long withdrawn = step.map(WITHDRAWN).remove(name).orElse(0L);
        yield answered(plus(state, withdrawn), to, step);
      }
      case Settle(var name) -> {
        step.map(WITHDRAWN).remove(name);
        step.map(DEPOSITED).remove(name);
        yield state;
      }
    };
  }

  private static Optional<String> obstacle(State state, long amount) {
    return switch (state) {
      case Disabled _ -> Optional.of("the account is disabled");
      case Enabled(var there) when there < amount ->
          Optional.of("%d are not there, only %d".formatted(amount, there));
      case Enabled _ -> Optional.empty();
    };
  }

  private static State answered(State state, ReplyTo<Balance> to, Step<Event> step) {
    step.reply(to, balance(state, step));
    return state;
  }

  private static Balance balance(State state, Step<Event> step) {
    boolean settled = step.map(WITHDRAWN).isEmpty() && step.map(DEPOSITED).isEmpty();
    return new Balance(state.amount(), state instanceof Enabled, settled);
  }

  private static State plus(State state, long amount) {
    return state.with(Math.addExact(state.amount(), amount));
  }

  private static State minus(State state, long amount) {
    return state.with(state.amount() - amount);
  }
}
