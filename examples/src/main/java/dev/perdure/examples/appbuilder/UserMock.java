package dev.perdure.examples.appbuilder;

import dev.perdure.Definition;
import dev.perdure.DurableMap;
import dev.perdure.DurableTimer;
import dev.perdure.Machine;
import dev.perdure.MachineType;
import dev.perdure.MapKey;
import dev.perdure.Outcome;
import dev.perdure.Outcome.Done;
import dev.perdure.Outcome.NotDone;
import dev.perdure.Query;
import dev.perdure.ReplyTo;
import dev.perdure.Step;
import dev.perdure.examples.appbuilder.AppBuilder.Registered;
import java.time.Duration;

/**
 * Ten people in one: registers them, gives the first two some money, transfers at random, and asks
 * at random what became of a transfer. It also watches the service: a number that was given before,
 * and a verdict that changed, are counted.
 */
public final class UserMock implements Machine<UserMock.State, UserMock.Event> {
  public static final MachineType<Event> TYPE = MachineType.of("user-mock", Event.class);

  /** How many people it stands for. */
  public static final int USERS = 10;

  /** What each of the first two has to begin with. */
  public static final long GENESIS = 100;

  /** The least that is not transferred at once. */
  public static final long MAX_AMOUNT = 100;

  /** The usual time between two transfers. */
  public static final Duration TRANSFER_PERIOD = Duration.ofMillis(50);

  /** The usual time between two questions. */
  public static final Duration POLL_PERIOD = Duration.ofSeconds(5);

  public static final Definition<?, Event> DEFINITION = definition(TRANSFER_PERIOD, POLL_PERIOD);

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** What the people can be told. */
  public sealed interface Event {}

  /** Begin, or go on. */
  public record Start() implements Event {}

  /** Leave it at that; what was asked before is still answered. */
  public record Stop() implements Event {}

  /** What happened so far? */
  public record Look(ReplyTo<Report> to) implements Event, Query {}

  /** What comes of an ask, whenever it comes. */
  sealed interface Answer extends Event {}

  record UserRegistered(Outcome<Registered> outcome) implements Answer {}

  record Numbered(Outcome<Long> outcome) implements Answer {}

  record Polled(long transfer, Outcome<TransferStatus> outcome) implements Answer {}

  record TransferTime() implements Event {}

  record PollTime() implements Event {}

  /**
   * What happened so far.
   *
   * @param registered people who are users
   * @param asked transfers that were asked for
   * @param numbered transfers that have their number
   * @param unanswered asks that came to no answer
   * @param polled answers to the question what became of a transfer
   * @param wrong numbers given twice, and verdicts that changed: never
   */
  public record Report(
      long registered, long asked, long numbered, long unanswered, long polled, long wrong) {
    static final Report EMPTY = new Report(0, 0, 0, 0, 0, 0);

    Report plus(Report other) {
      return new Report(
          registered + other.registered,
          asked + other.asked,
          numbered + other.numbered,
          unanswered + other.unanswered,
          polled + other.polled,
          wrong + other.wrong);
    }
  }

  sealed interface State {
    Report report();

    State plus(Report more);
  }

  /** Not begun. */
  record Absent() implements State {
    @Override
    public Report report() {
      return Report.EMPTY;
    }

    @Override
    public State plus(Report more) {
      return this;
    }
  }

  record Busy(Report report) implements State {
    @Override
    public State plus(Report more) {
      return new Busy(report.plus(more));
    }
  }

  record Resting(Report report) implements State {
    @Override
    public State plus(Report more) {
      return new Resting(report.plus(more));
    }
  }

  /** The numbers of the transfers, in the order in which they came. */
  private static final MapKey<Long, Long> NUMBERS = MapKey.of("numbers", Long.class, Long.class);

  /** What was last heard of a transfer, by its number. */
  private static final MapKey<Long, TransferStatus> HEARD =
      MapKey.of("heard", Long.class, TransferStatus.class);

  private final Duration transferPeriod;
  private final Duration pollPeriod;

  private UserMock(Duration transferPeriod, Duration pollPeriod) {
    this.transferPeriod = transferPeriod;
    this.pollPeriod = pollPeriod;
  }

  /** People who do things at other times; both more than zero. */
  public static Definition<?, Event> definition(Duration transferPeriod, Duration pollPeriod) {
    if (!transferPeriod.isPositive() || !pollPeriod.isPositive()) {
      throw new IllegalArgumentException(
          "periods are more than zero, not %s and %s".formatted(transferPeriod, pollPeriod));
    }
    return Definition.of(TYPE, State.class, () -> new UserMock(transferPeriod, pollPeriod));
  }

  @Override
  public State initial() {
    return new Absent();
  }

  @Override
  public State on(State state, Event event, Step<Event> step) {
    return switch (event) {
      case Look(var to) -> {
        step.reply(to, state.report());
        yield state;
      }
      case Answer answer -> state.plus(heard(answer, step));
      case Start _ ->
          switch (state) {
            case Absent _ -> {
              register(step);
              yield begin(Report.EMPTY, step);
            }
            case Resting(var report) -> begin(report, step);
            case Busy _ -> step.reject(state, "busy already");
          };
      case Stop _ -> state instanceof Busy(var report) ? new Resting(report) : state;
      case TransferTime _ when state instanceof Busy -> {
        transfer(step);
        yield state.plus(new Report(0, 1, 0, 0, 0, 0));
      }
      case PollTime _ when state instanceof Busy -> {
        poll(state.report().numbered(), step);
        yield state;
      }
      case TransferTime _, PollTime _ -> step.reject(state, "not busy");
    };
  }

  private State begin(Report report, Step<Event> step) {
    step.startTimer(DurableTimer.every(transferPeriod, new TransferTime()).whileIn(Busy.class));
    step.startTimer(DurableTimer.every(pollPeriod, new PollTime()).whileIn(Busy.class));
    return new Busy(report);
  }

  private static String user(int number, Step<Event> step) {
    return step.self().key() + "-" + number;
  }

  private static void register(Step<Event> step) {
    for (int number = 1; number <= USERS; number++) {
      String user = user(number, step);
      step.ask(
          AppBuilder.MAIN,
          Registered.class,
          PATIENCE,
          to -> new AppBuilder.RegisterUser(user, to),
          UserRegistered::new);
      if (number <= 2) step.send(Blockchain.MAIN, new Blockchain.Mint(user, GENESIS));
    }
  }

  private static void transfer(Step<Event> step) {
    int from = step.random().nextInt(USERS);
    int to = (from + 1 + step.random().nextInt(USERS - 1)) % USERS;
    long amount = 1 + step.random().nextLong(MAX_AMOUNT - 1);
    step.ask(
        AppBuilder.MAIN,
        Long.class,
        PATIENCE,
        reply -> new AppBuilder.Transfer(user(from + 1, step), user(to + 1, step), amount, reply),
        Numbered::new);
  }

  private static void poll(long numbered, Step<Event> step) {
    if (numbered == 0) return;
    long any = 1 + step.random().nextLong(numbered);
    long transfer = step.map(NUMBERS).get(any).orElseThrow();
    step.ask(
        StatusBoard.MAIN,
        TransferStatus.class,
        PATIENCE,
        to -> new StatusBoard.Look(transfer, to),
        outcome -> new Polled(transfer, outcome));
  }

  private static Report heard(Answer answer, Step<Event> step) {
    DurableMap<Long, TransferStatus> heard = step.map(HEARD);
    return switch (answer) {
      case UserRegistered(Done<Registered> _) -> new Report(1, 0, 0, 0, 0, 0);
      case Numbered(Done(var number)) -> {
        boolean again = heard.contains(number);
        if (!again) {
          step.map(NUMBERS).put(step.map(NUMBERS).size() + 1, number);
          heard.put(number, TransferStatus.UNAVAILABLE);
        }
        yield new Report(0, 0, again ? 0 : 1, 0, 0, again ? 1 : 0);
      }
      case Polled(var transfer, Done(var status)) -> {
        TransferStatus before = heard.get(transfer).orElseThrow();
        heard.put(transfer, status);
        yield new Report(0, 0, 0, 0, 1, before.isFinal() && before != status ? 1 : 0);
      }
      case UserRegistered(NotDone<Registered> _),
          Numbered(NotDone<Long> _),
          Polled(_, NotDone<TransferStatus> _) ->
          new Report(0, 0, 0, 1, 0, 0);
    };
  }
}
