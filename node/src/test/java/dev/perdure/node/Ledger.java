package dev.perdure.node;

import dev.perdure.Activity;
import dev.perdure.Definition;
import dev.perdure.DurableTimer;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.Outcome;
import dev.perdure.Query;
import dev.perdure.ReplyTo;
import dev.perdure.RetryPolicy;
import dev.perdure.Step;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A machine that uses every verb once, for tests of the node around it. */
public final class Ledger implements Machine<Ledger.State, Ledger.Event> {
  public static final MachineType<Event> TYPE = MachineType.of("ledger", Event.class);

  static final Duration PATIENCE = Duration.ofMinutes(5);

  private final CountDownLatch gate;
  private final CountDownLatch entered;

  /** The gate holds up the handler of {@link PassGate}. */
  static Definition<State, Event> behind(CountDownLatch gate) {
    return behind(gate, new CountDownLatch(1));
  }

  /** As the other; {@code entered} is counted down by who comes to the gate. */
  static Definition<State, Event> behind(CountDownLatch gate, CountDownLatch entered) {
    return Definition.of(TYPE, State.class, () -> new Ledger(gate, entered))
        .retry(new RetryPolicy(1, Duration.ofMillis(1), Duration.ofMillis(1)));
  }

  static Definition<State, Event> definition() {
    return behind(new CountDownLatch(0));
  }

  static final Activity<String, String> WORK =
      Activity.of(
          "work",
          String.class,
          String.class,
          Activity.Policy.standard().backoff(Duration.ZERO).attempts(3));

  private Ledger(CountDownLatch gate, CountDownLatch entered) {
    this.gate = gate;
    this.entered = entered;
  }

  public sealed interface Event {}

  public record Add(long amount) implements Event {}

  public record AddAndTell(long amount, ReplyTo<Long> to) implements Event {}

  public record Read(ReplyTo<Long> to) implements Event, Query {}

  /** Is answered by {@link Release}. */
  public record Hold(ReplyTo<Long> to) implements Event {}

  public record Release() implements Event {}

  public record Refuse(ReplyTo<Long> to) implements Event {}

  public record Pass(MachineRef<Event> other, long amount) implements Event {}

  public record AskOther(MachineRef<Event> other, long amount, ReplyTo<Long> to) implements Event {}

  public record Told(Outcome<Long> total, ReplyTo<Long> to) implements Event {}

  public record TellIn(Duration delay, ReplyTo<Long> to) implements Event {}

  public record TimeToTell(ReplyTo<Long> to) implements Event {}

  public record Do(String work, ReplyTo<String> to) implements Event {}

  public record DidIt(Outcome<String> outcome, ReplyTo<String> to) implements Event {}

  public record Fail(String why) implements Event {}

  public record PassGate() implements Event {}

  /** Passes something on, and comes to the gate in the same turn. */
  public record PassAndBlock(MachineRef<Event> other, long amount) implements Event {}

  record Inner() implements Event {}

  sealed interface State {}

  record Open(long total) implements State {}

  record Holding(long total, ReplyTo<Long> to) implements State {}

  @Override
  public State initial() {
    return new Open(0);
  }

  @Override
  public State on(State state, Event event, Step<Event> step) {
    return switch (state) {
      case Open open -> on(open, event, step);
      case Holding holding ->
          switch (event) {
            case Release _ -> {
              step.reply(holding.to(), holding.total());
              yield new Open(holding.total());
            }
            default -> step.defer(holding);
          };
    };
  }

  private State on(Open open, Event event, Step<Event> step) {
    return switch (event) {
      case Add(var amount) -> new Open(open.total() + amount);
      case AddAndTell(var amount, var to) -> {
        step.reply(to, open.total() + amount);
        yield new Open(open.total() + amount);
      }
      case Read(var to) -> {
        step.reply(to, open.total());
        yield open;
      }
      case Hold(var to) -> new Holding(open.total(), to);
      case Release _ -> step.ignore(open);
      case Refuse(var to) -> {
        step.refuse(to, "because");
        yield open;
      }
      case Pass(var other, var amount) -> {
        step.send(other, new Add(amount));
        yield open;
      }
      case AskOther(var other, var amount, var to) -> {
        step.ask(
            other,
            Long.class,
            PATIENCE,
            reply -> new AddAndTell(amount, reply),
            total -> new Told(total, to));
        yield open;
      }
      case Told(Outcome.Done(var total), var to) -> {
        step.reply(to, total);
        yield open;
      }
      case Told(Outcome.NotDone<Long> no, var to) -> {
        step.refuse(to, no.reason());
        yield open;
      }
      case TellIn(var delay, var to) -> {
        step.startTimer(DurableTimer.after(delay, new TimeToTell(to)));
        yield open;
      }
      case TimeToTell(var to) -> {
        step.reply(to, open.total());
        yield open;
      }
      case Do(var work, var to) -> {
        step.call(WORK, work, outcome -> new DidIt(outcome, to));
        yield open;
      }
      case DidIt(Outcome.Done(var result), var to) -> {
        step.reply(to, result);
        yield open;
      }
      case DidIt(Outcome.Failed<String> no, var to) -> {
        step.refuse(to, no.cause() + " " + no.reason());
        yield open;
      }
      case DidIt(Outcome.Unknown<String> lost, var to) -> {
        step.refuse(to, "unknown: " + lost.reason());
        yield open;
      }
      case Fail(var why) -> throw new IllegalStateException(why);
      case PassAndBlock(var other, var amount) -> {
        step.send(other, new Add(amount));
        step.send(TYPE.ref(step.self().key()), new PassGate());
        yield open;
      }
      case PassGate _ -> {
        pass();
        yield new Open(open.total() + 1);
      }
      case Inner _ -> open;
    };
  }

  /** A handler that takes its time, which none should; here it makes a node fill up. */
  private void pass() {
    entered.countDown();
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
