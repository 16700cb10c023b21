package dev.perdure.examples.appbuilder;

import dev.perdure.Definition;
import dev.perdure.DurableMap;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.MapKey;
import dev.perdure.ReplyTo;
import dev.perdure.Step;
import java.time.Instant;

/**
 * The front of the service: registers users and gives every transfer its number, then leaves it to
 * the chain. A transfer of which it knows neither side is turned down here. With its first event it
 * makes the {@link Dlt} and the {@link BlockchainPrinter}, and tells the chain of them.
 */
public final class AppBuilder implements Machine<AppBuilder.State, AppBuilder.Event> {
  public static final MachineType<Event> TYPE = MachineType.of("app-builder", Event.class);
  public static final Definition<?, Event> DEFINITION =
      Definition.of(TYPE, State.class, AppBuilder::new);

  /** The one front. */
  public static final MachineRef<Event> MAIN = TYPE.ref("front");

  /** What the front can be told. */
  public sealed interface Event {}

  /** Be a user; refused to who is one already. */
  public record RegisterUser(String user, ReplyTo<Registered> to) implements Event {
    /** Checks the name. */
    public RegisterUser {
      ChainTransfer.checkUser(user);
    }
  }

  /**
   * Transfer money; answered at once with the transfer's number, by which {@link StatusBoard} tells
   * what becomes of it.
   */
  public record Transfer(String from, String to, long amount, ReplyTo<Long> replyTo)
      implements Event {
    /** Checks names and amount, and that it goes from one user to another. */
    public Transfer {
      ChainTransfer.checkUser(from);
      ChainTransfer.checkUser(to);
      ChainTransfer.checkAmount(amount);
      if (from.equals(to)) throw new IllegalArgumentException("from and to are both " + from);
    }
  }

  /** A user is registered. */
  public record Registered(String user, Instant since) {}

  sealed interface State {}

  /** There is nothing yet. */
  record Fresh() implements State {}

  record Serving(long transfers) implements State {
    static Serving enter(Step<Event> step) {
      step.send(
          Blockchain.MAIN,
          new Blockchain.Attach(step.newRef(Dlt.TYPE), step.newRef(BlockchainPrinter.TYPE)));
      return new Serving(0);
    }
  }

  private static final MapKey<String, Instant> USERS =
      MapKey.of("users", String.class, Instant.class);

  @Override
  public State initial() {
    return new Fresh();
  }

  @Override
  public State on(State state, Event event, Step<Event> step) {
    return switch (state) {
      case Fresh _ -> first(Serving.enter(step), event, step);
      case Serving serving -> serving(serving, event, step);
    };
  }

  /** The first event: nobody is registered yet. */
  private static State first(Serving state, Event event, Step<Event> step) {
    return switch (event) {
      case RegisterUser user -> register(state, user, step);
      case Transfer transfer -> transfer(state, transfer, step);
    };
  }

  private static State serving(Serving state, Event event, Step<Event> step) {
    return switch (event) {
      case RegisterUser(var user, _) when step.map(USERS).contains(user) ->
          step.reject(state, user + " is registered");
      case RegisterUser user -> register(state, user, step);
      case Transfer transfer -> transfer(state, transfer, step);
    };
  }

  private static State register(Serving state, RegisterUser event, Step<Event> step) {
    step.map(USERS).put(event.user(), step.now());
    step.reply(event.to(), new Registered(event.user(), step.now()));
    return state;
  }

  private static State transfer(Serving state, Transfer transfer, Step<Event> step) {
    long number = state.transfers() + 1;
    DurableMap<String, Instant> users = step.map(USERS);
    if (users.contains(transfer.from()) || users.contains(transfer.to())) {
      step.send(StatusBoard.MAIN, new StatusBoard.Post(number, TransferStatus.PROCESSING));
      step.send(
          Blockchain.MAIN,
          new Blockchain.Validate(
              new ChainTransfer(number, transfer.from(), transfer.to(), transfer.amount())));
    } else {
      step.send(StatusBoard.MAIN, new StatusBoard.Post(number, TransferStatus.ABORTED));
    }
    step.reply(transfer.replyTo(), number);
    return new Serving(number);
  }
}
