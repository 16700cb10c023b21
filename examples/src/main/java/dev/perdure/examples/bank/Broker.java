package dev.perdure.examples.bank;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.Outcome;
import dev.perdure.Outcome.Done;
import dev.perdure.Outcome.Failed;
import dev.perdure.Outcome.Unknown;
import dev.perdure.Query;
import dev.perdure.ReplyTo;
import dev.perdure.Step;
import dev.perdure.examples.bank.Account.Balance;
import java.time.Duration;

/**
 * One transfer by saga; its key is the name of the transfer. It withdraws at the source, then
 * deposits at the target, and where the target refuses puts the money back. Each account is asked,
 * and each answer awaited, so source and target may live anywhere.
 *
 * <p>What makes it exact is how it takes silence. An unanswered withdrawal is undone: the source
 * gets the request to put back after the one to withdraw, and knows whether there is something to
 * put back. An unanswered deposit is asked for again, under the same name, until the target says
 * yes or no: to take it back would be wrong, for the owner may have spent it.
 *
 * <p>When the money is at one of the two for good the broker answers and halts: no late duplicate
 * begins the transfer again.
 */
public final class Broker implements Machine<Broker.State, Broker.Event> {
  public static final MachineType<Event> TYPE = MachineType.of("broker", Event.class);
  public static final Definition<?, Event> DEFINITION =
      Definition.of(TYPE, State.class, Broker::new);

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** What a broker can be told. */
  public sealed interface Event {}

  /** What moves a transfer on. */
  sealed interface Work extends Event {}

  /**
   * Move this much. Answered when the money is there; refused when all is as it was.
   *
   * @param source the key of the account that pays
   * @param target the key of the account that is paid
   */
  public record Transfer(String source, String target, long amount, ReplyTo<Moved> to)
      implements Work {
    /** Checks the amount, and that source and target can be keys. */
    public Transfer {
      Money.check(amount);
      Account.TYPE.ref(source);
      Account.TYPE.ref(target);
    }
  }

  /** How far is it? */
  public record Look(ReplyTo<Progress> to) implements Event, Query {}

  record Withdrawn(Outcome<Balance> outcome) implements Work {}

  record Deposited(Outcome<Balance> outcome) implements Work {}

  record BackAgain(Outcome<Balance> outcome) implements Work {}

  /** The money is there. */
  public record Moved(long amount) {}

  /** How far a transfer is that is not over; a broker whose transfer is over has halted. */
  public enum Progress {
    /** Nobody asked for it. */
    NONE,
    /** Money may be on its way. */
    UNDER_WAY,
    /** The source was halted by an operator before it could be put back. */
    STRANDED
  }

  sealed interface State {}

  record Fresh() implements State {}

  sealed interface UnderWay extends State {
    Transfer order();
  }

  record Withdrawing(Transfer order) implements UnderWay {
    static State enter(Transfer order, Step<Event> step) {
      step.ask(
          source(order),
          Balance.class,
          PATIENCE,
          to -> new Account.Withdraw(name(step), order.amount(), to),
          Withdrawn::new);
      return new Withdrawing(order);
    }
  }

  record Depositing(Transfer order) implements UnderWay {
    static State enter(Transfer order, Step<Event> step) {
      step.ask(
          target(order),
          Balance.class,
          PATIENCE,
          to -> new Account.Deposit(name(step), order.amount(), to),
          Deposited::new);
      return new Depositing(order);
    }
  }

  record PuttingBack(Transfer order, String reason) implements UnderWay {
    static State enter(Transfer order, String reason, Step<Event> step) {
      step.ask(
          source(order),
          Balance.class,
          PATIENCE,
          to -> new Account.PutBack(name(step), to),
          BackAgain::new);
      return new PuttingBack(order, reason);
    }
  }

  /** A person must see to the money. */
  record Stranded(Transfer order) implements State {}

  @Override
  public State initial() {
    return new Fresh();
  }

  @Override
  public State on(State state, Event event, Step<Event> step) {
    return switch (event) {
      case Look(var to) -> {
        step.reply(to, progress(state));
        yield state;
      }
      case Work work ->
          switch (state) {
            case Fresh fresh -> fresh(fresh, work, step);
            case Withdrawing withdrawing -> withdrawing(withdrawing, work, step);
            case Depositing depositing -> depositing(depositing, work, step);
            case PuttingBack puttingBack -> puttingBack(puttingBack, work, step);
            case Stranded stranded -> step.reject(stranded, "the money is stranded");
          };
    };
  }

  private static State fresh(Fresh state, Work work, Step<Event> step) {
    return switch (work) {
      case Transfer order -> Withdrawing.enter(order, step);
      case Withdrawn _, Deposited _, BackAgain _ -> step.reject(state, "nothing was asked for");
    };
  }

  private static State withdrawing(Withdrawing state, Work work, Step<Event> step) {
    Transfer order = state.order();
    return switch (work) {
      case Withdrawn(Done<Balance> _) -> Depositing.enter(order, step);
      case Withdrawn(Failed(_, var reason)) -> abort(state, reason, step);
      case Withdrawn(Unknown(var reason)) -> PuttingBack.enter(order, reason, step);
      case Transfer _ -> step.reject(state, "this transfer is under way");
      case Deposited _, BackAgain _ -> step.reject(state, "the source was asked to withdraw");
    };
  }

  private static State depositing(Depositing state, Work work, Step<Event> step) {
    Transfer order = state.order();
    return switch (work) {
      case Deposited(Done<Balance> _) -> {
        step.send(source(order), new Account.Settle(name(step)));
        step.send(target(order), new Account.Settle(name(step)));
        step.reply(order.to(), new Moved(order.amount()));
        yield step.halt(state);
      }
      case Deposited(Failed(_, var reason)) -> PuttingBack.enter(order, reason, step);
      case Deposited(Unknown<Balance> _) -> Depositing.enter(order, step);
      case Transfer _ -> step.reject(state, "this transfer is under way");
      case Withdrawn _, BackAgain _ -> step.reject(state, "the target was asked to deposit");
    };
  }

  private static State puttingBack(PuttingBack state, Work work, Step<Event> step) {
    Transfer order = state.order();
    return switch (work) {
      case BackAgain(Done<Balance> _) -> abort(state, state.reason(), step);
      case BackAgain(Unknown<Balance> _) -> PuttingBack.enter(order, state.reason(), step);
      // An account never refuses this, so somebody halted it; a person must see to the money.
      case BackAgain(Failed(_, var reason)) -> {
        step.refuse(order.to(), "withdrawn, and not put back: " + reason);
        yield new Stranded(order);
      }
      case Transfer _ -> step.reject(state, "this transfer is under way");
      case Withdrawn _, Deposited _ -> step.reject(state, "the source was asked to put back");
    };
  }

  private static State abort(UnderWay state, String reason, Step<Event> step) {
    step.refuse(state.order().to(), reason);
    return step.halt(state);
  }

  private static Progress progress(State state) {
    return switch (state) {
      case Fresh _ -> Progress.NONE;
      case UnderWay _ -> Progress.UNDER_WAY;
      case Stranded _ -> Progress.STRANDED;
    };
  }

  private static MachineRef<Account.Event> source(Transfer order) {
    return Account.TYPE.ref(order.source());
  }

  private static MachineRef<Account.Event> target(Transfer order) {
    return Account.TYPE.ref(order.target());
  }

  /** The accounts know the transfer by the broker's key. */
  private static String name(Step<Event> step) {
    return step.self().key();
  }
}
