package dev.perdure.examples.bank;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineType;
import dev.perdure.MapKey;
import dev.perdure.Query;
import dev.perdure.ReplyTo;
import dev.perdure.Step;
import java.util.ArrayList;
import java.util.List;
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
 *
 * <p>The book has a line for each change, so that afterwards each transfer can be looked for: it is
 * once in the book of its source and once in that of its target.
 */
public final class Account implements Machine<Account.State, Account.Event> {
  public static final MachineType<Event> TYPE = MachineType.of("account", Event.class);
  public static final Definition<?, Event> DEFINITION =
      Definition.of(TYPE, State.class, Account::new);

  /** The longest reference of a transfer. */
  public static final int MAX_REFERENCE = 100;

  /** The longest page of an account's book. */
  public static final int MAX_PAGE = 1_000;

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
   * @param reference what both books shall say about it; 1 to {@link #MAX_REFERENCE} characters
   */
  public record Transfer(String target, long amount, String reference, ReplyTo<Balance> to)
      implements Event {
    /** Checks amount and reference, and that the target can be a key. */
    public Transfer {
      Money.check(amount);
      if (reference.isEmpty() || reference.length() > MAX_REFERENCE) {
        throw new IllegalArgumentException(
            "a reference has 1 to " + MAX_REFERENCE + " characters: " + reference);
      }
      TYPE.ref(target);
    }
  }

  /** How much is here? */
  public record Look(ReplyTo<Balance> to) implements Event, Query {}

  /**
   * What happened here?
   *
   * @param after how many of the first entries to leave out
   */
  public record ReadBook(long after, ReplyTo<Book> to) implements Event, Query {}

  /** Money from another account. */
  record Credit(long amount, String reference) implements Event {}

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

  /**
   * One line of an account's book.
   *
   * @param reference the reference of a transfer, the key of a broker, or "cash"
   * @param change what came in, or below zero what went out
   * @param amount what was here then
   */
  public record Entry(String reference, long change, long amount) {}

  /** At most {@link #MAX_PAGE} lines of an account's book, in the order written. */
  public record Book(List<Entry> entries) {
    /** Copies the list. */
    public Book {
      entries = List.copyOf(entries);
    }
  }

  sealed interface State {
    long amount();

    /** How many lines the book has. */
    long entries();

    private static void check(long amount) {
      if (amount < 0) throw new IllegalStateException("an account cannot have " + amount);
    }
  }

  record Disabled(long amount, long entries) implements State {
    Disabled {
      State.check(amount);
    }
  }

  record Enabled(long amount, long entries) implements State {
    Enabled {
      State.check(amount);
    }
  }

  private static final MapKey<Long, Entry> BOOK = MapKey.of("book", Long.class, Entry.class);
  private static final MapKey<String, Long> WITHDRAWN =
      MapKey.of("withdrawn", String.class, Long.class);
  private static final MapKey<String, Long> DEPOSITED =
      MapKey.of("deposited", String.class, Long.class);

  @Override
  public State initial() {
    return new Disabled(0, 0);
  }

  @Override
  public State on(State state, Event event, Step<Event> step) {
    return switch (event) {
      case PayIn(var amount) -> booked(state, "cash", amount, step);
      case Credit(var amount, var reference) -> booked(state, reference, amount, step);
      case Enable _ -> new Enabled(state.amount(), state.entries());
      case Disable _ -> new Disabled(state.amount(), state.entries());
      case Transfer transfer -> transfer(state, transfer, step);
      case ForBroker request -> forBroker(state, request, step);
      case Look(var to) -> answered(state, to, step);
      case ReadBook(var after, var to) -> {
        step.reply(to, page(after, step));
        yield state;
      }
    };
  }

  private static State transfer(State state, Transfer transfer, Step<Event> step) {
    Optional<String> no = obstacle(state, transfer.amount());
    if (no.isPresent()) return step.reject(state, no.get());
    step.send(TYPE.ref(transfer.target()), new Credit(transfer.amount(), transfer.reference()));
    State left = booked(state, transfer.reference(), -transfer.amount(), step);
    return answered(left, transfer.to(), step);
  }

  private static State forBroker(State state, ForBroker request, Step<Event> step) {
    return switch (request) {
      case Withdraw(var name, var amount, var to) -> {
        Optional<String> no = obstacle(state, amount);
        if (no.isPresent()) yield step.reject(state, no.get());
        step.map(WITHDRAWN).put(name, amount);
        yield answered(booked(state, name, -amount, step), to, step);
      }
      case Deposit(var name, _, var to) when step.map(DEPOSITED).contains(name) ->
          answered(state, to, step);
      case Deposit(var name, var amount, var to) -> {
        if (state instanceof Disabled) yield step.reject(state, "the account is disabled");
        step.map(DEPOSITED).put(name, amount);
        yield answered(booked(state, name, amount, step), to, step);
      }
      case PutBack(var name, var to) -> {
        Optional<Long> withdrawn = step.map(WITHDRAWN).remove(name);
        State whole = withdrawn.map(amount -> booked(state, name, amount, step)).orElse(state);
        yield answered(whole, to, step);
      }
      case Settle(var name) -> {
        step.map(WITHDRAWN).remove(name);
        step.map(DEPOSITED).remove(name);
        yield state;
      }
    };
  }

  /** What stands in the way of taking this much from here. */
  private static Optional<String> obstacle(State state, long amount) {
    return switch (state) {
      case Disabled _ -> Optional.of("the account is disabled");
      case Enabled(var there, _) when there < amount ->
          Optional.of("%d are not there, only %d".formatted(amount, there));
      case Enabled _ -> Optional.empty();
    };
  }

  private static State booked(State state, String reference, long change, Step<Event> step) {
    long amount = Math.addExact(state.amount(), change);
    long number = state.entries() + 1;
    step.map(BOOK).put(number, new Entry(reference, change, amount));
    return switch (state) {
      case Disabled _ -> new Disabled(amount, number);
      case Enabled _ -> new Enabled(amount, number);
    };
  }

  private static State answered(State state, ReplyTo<Balance> to, Step<Event> step) {
    boolean settled = step.map(WITHDRAWN).isEmpty() && step.map(DEPOSITED).isEmpty();
    step.reply(to, new Balance(state.amount(), state instanceof Enabled, settled));
    return state;
  }

  private static Book page(long after, Step<Event> step) {
    List<Entry> page = new ArrayList<>();
    for (var entry : step.map(BOOK).entriesAfter(after)) {
      page.add(entry.getValue());
      if (page.size() == MAX_PAGE) break;
    }
    return new Book(page);
  }
}
