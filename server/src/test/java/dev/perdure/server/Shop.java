package dev.perdure.server;

import dev.perdure.Definition;
import dev.perdure.DurableTimer;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.Query;
import dev.perdure.ReplyTo;
import dev.perdure.RetryPolicy;
import dev.perdure.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A till that does everything a machine can do to a caller. */
public final class Shop implements Machine<Shop.State, Shop.Event> {
  public static final MachineType<Event> TYPE = MachineType.of("till", Event.class);
  public static final Definition<?, Event> DEFINITION =
      Definition.of(TYPE, State.class, Shop::new)
          .named(Receipts.class, "receipts-since")
          .retry(new RetryPolicy(2, Duration.ofMillis(1), Duration.ofMillis(1)));

  /** The same machines, placed. */
  public static final MachineType<Event> PLACED_TYPE = MachineType.of("placed-till", Event.class);

  public static final Definition<?, Event> PLACED =
      Definition.of(PLACED_TYPE, State.class, Shop::new)
          .named(Receipts.class, "receipts-since")
          .placed();

  /** What a till can be told. */
  public sealed interface Event {}

  /** Takes money. */
  public record Take(long cents) implements Event {
    public Take {
      if (cents < 0) throw new IllegalArgumentException("cents must be >= 0: " + cents);
    }
  }

  /** Takes money and says how much there is. */
  public record TakeAndTell(long cents, ReplyTo<Total> to) implements Event {}

  /** How much is there? */
  public record Look(ReplyTo<Total> to) implements Event, Query {}

  /** A query with fields, under a durable name of its own. */
  public record Receipts(Instant since, int limit, ReplyTo<Texts> to) implements Event, Query {}

  /** All kinds of fields. */
  public record Order(
      String name,
      Optional<Integer> table,
      List<Item> items,
      Map<String, Double> discounts,
      Size size,
      Payment payment,
      MachineRef<Event> waiter)
      implements Event {}

  /** A thing ordered; may have others with it. */
  public record Item(String what, int count, List<Item> extras) {}

  /** An enum. */
  public enum Size {
    SMALL,
    LARGE
  }

  /** A family within an event. */
  public sealed interface Payment {}

  /** With coins. */
  public record Cash(long cents) implements Payment {}

  /** With plastic. */
  public record Card(String number) implements Payment {}

  /** A note of any length, but none that begins with an exclamation mark. */
  public record Note(String text) implements Event {
    public Note {
      if (text.startsWith("!")) throw new IllegalArgumentException("too loud: " + text);
    }
  }

  /** Is kept, and never answered. */
  public record Ponder(ReplyTo<Total> to) implements Event {}

  /** Is refused. */
  public record Beg(ReplyTo<Total> to) implements Event {}

  /** Ends the till. */
  public record Shut() implements Event {}

  /** Starts a timer. */
  public record Remind(Duration delay, String name) implements Event {}

  /** Makes the handler throw. */
  public record Break(String why) implements Event {}

  /** Makes the handler throw, while somebody waits for the answer. */
  public record BreakAndTell(String why, ReplyTo<Total> to) implements Event {}

  /** Gives back a payment as it was made. */
  public record Refund(Payment payment, ReplyTo<Payment> to) implements Event {}

  /** How much is there, as a bare number? */
  public record Count(ReplyTo<Long> to) implements Event, Query {}

  record Reminded() implements Event {}

  /** The money in the till. */
  public record Total(long cents) {}

  /** Some texts. */
  public record Texts(List<String> texts) {}

  sealed interface State {
    long cents();
  }

  record Open(long cents) implements State {}

  record Pondering(long cents, ReplyTo<Total> to) implements State {}

  @Override
  public State initial() {
    return new Open(0);
  }

  @Override
  public State on(State state, Event event, Step<Event> step) {
    return switch (event) {
      case Take(var cents) -> new Open(state.cents() + cents);
      case TakeAndTell(var cents, var to) -> {
        step.reply(to, new Total(state.cents() + cents));
        yield new Open(state.cents() + cents);
      }
      case Look(var to) -> {
        step.reply(to, new Total(state.cents()));
        yield state;
      }
      case Receipts(var since, var limit, var to) -> {
        step.reply(to, new Texts(List.of(since.toString(), String.valueOf(limit))));
        yield state;
      }
      case Order(_, _, var items, _, _, _, _) -> new Open(state.cents() + items.size());
      case Note(var text) -> new Open(state.cents() + text.length());
      case Ponder(var to) -> new Pondering(state.cents(), to);
      case Beg _ -> step.reject(state, "no credit");
      case Shut _ -> step.halt(state);
      case Remind(var delay, var name) -> {
        step.startTimer(DurableTimer.<Event>after(delay, new Reminded()).named(name));
        yield state;
      }
      case Break(var why) -> throw new IllegalStateException("broken: " + why);
      case BreakAndTell(var why, _) -> throw new IllegalStateException("broken: " + why);
      case Refund(var payment, var to) -> {
        step.reply(to, payment);
        yield state;
      }
      case Count(var to) -> {
        step.reply(to, state.cents());
        yield state;
      }
      case Reminded _ -> step.ignore(state);
    };
  }
}
