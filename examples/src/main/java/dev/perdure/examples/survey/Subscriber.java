package dev.perdure.examples.survey;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineType;
import dev.perdure.Outcome;
import dev.perdure.Outcome.Done;
import dev.perdure.Outcome.NotDone;
import dev.perdure.Query;
import dev.perdure.ReplyTo;
import dev.perdure.Step;
import dev.perdure.examples.survey.SurveyCore.Opened;
import java.time.Duration;

/**
 * Someone who wants to know something: registers, has one survey held, waits for its result, and
 * unregisters.
 */
public final class Subscriber implements Machine<Subscriber.State, Subscriber.Event> {
  public static final MachineType<Event> TYPE = MachineType.of("survey-subscriber", Event.class);
  public static final Definition<?, Event> DEFINITION =
      Definition.of(TYPE, State.class, Subscriber::new);

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** What a subscriber can be told. */
  public sealed interface Event {}

  /** What happens while a survey is held. */
  sealed interface Work extends Event {}

  /** Hold a survey that is open for this long; answered with its result. */
  public record HoldSurvey(Duration open, ReplyTo<Result> to) implements Work {
    /** Checks the time. */
    public HoldSurvey {
      Survey.checkTime(open);
    }
  }

  /** How far is it? */
  public record Look(ReplyTo<Progress> to) implements Event, Query {}

  record Registered(Outcome<Long> outcome) implements Work {}

  record SurveyOpened(Outcome<Opened> outcome) implements Work {}

  record Results(Result result) implements Work {}

  /** How far a subscriber is. */
  public enum Progress {
    /** No survey was asked for. */
    IDLE,
    /** One is being set up. */
    PREPARING,
    /** It takes votes. */
    OPEN,
    /** The result is there. */
    DONE,
    /** It did not come about. */
    FAILED
  }

  sealed interface State {}

  record Idle() implements State {}

  record Registering(HoldSurvey order) implements State {
    static State enter(HoldSurvey order, Step<Event> step) {
      step.ask(
          SurveyCore.MAIN,
          Long.class,
          PATIENCE,
          to -> new SurveyCore.Register(step.self(), to),
          Registered::new);
      return new Registering(order);
    }
  }

  record Opening(HoldSurvey order, long subscriber) implements State {
    static State enter(HoldSurvey order, long subscriber, Step<Event> step) {
      step.ask(
          SurveyCore.MAIN,
          Opened.class,
          PATIENCE,
          to -> new SurveyCore.CreateSurvey(subscriber, order.open(), to),
          SurveyOpened::new);
      return new Opening(order, subscriber);
    }
  }

  record Waiting(HoldSurvey order, long subscriber, long survey) implements State {}

  /** Nothing is to come any more. */
  sealed interface Over extends State {}

  record Informed(Result result) implements Over {}

  record GivenUp(String reason) implements Over {}

  @Override
  public State initial() {
    return new Idle();
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
            case Idle idle -> idle(idle, work, step);
            case Registering registering -> registering(registering, work, step);
            case Opening opening -> opening(opening, work, step);
            case Waiting waiting -> waiting(waiting, work, step);
            case Over over -> step.reject(over, "the survey is over");
          };
    };
  }

  private static State idle(Idle state, Work work, Step<Event> step) {
    return switch (work) {
      case HoldSurvey order -> Registering.enter(order, step);
      case Registered _, SurveyOpened _, Results _ -> step.reject(state, "nothing was asked for");
    };
  }

  private static State registering(Registering state, Work work, Step<Event> step) {
    return switch (work) {
      case Registered(Done(var subscriber)) -> Opening.enter(state.order(), subscriber, step);
      case Registered(NotDone<Long> no) -> giveUp(state.order(), no.reason(), step);
      case HoldSurvey _ -> step.reject(state, "a survey is being held");
      case SurveyOpened _, Results _ -> step.reject(state, "no survey was asked for");
    };
  }

  private static State opening(Opening state, Work work, Step<Event> step) {
    return switch (work) {
      case SurveyOpened(Done(var opened)) ->
          new Waiting(state.order(), state.subscriber(), opened.survey());
      // The survey may be held all the same: unregistering drops what it reports.
      case SurveyOpened(NotDone<Opened> no) -> giveUp(state.order(), no.reason(), step);
      // The survey may be over before its number is here.
      case Results _ -> step.defer(state);
      case HoldSurvey _ -> step.reject(state, "a survey is being held");
      case Registered _ -> step.reject(state, "already registered");
    };
  }

  private static State waiting(Waiting state, Work work, Step<Event> step) {
    return switch (work) {
      case Results(var result) when result.survey() == state.survey() -> {
        step.send(SurveyCore.MAIN, new SurveyCore.Unregister(step.self()));
        step.reply(state.order().to(), result);
        yield new Informed(result);
      }
      case Results(var result) -> step.reject(state, "not ours: survey " + result.survey());
      case HoldSurvey _ -> step.reject(state, "a survey is being held");
      case Registered _, SurveyOpened _ -> step.reject(state, "the survey is open");
    };
  }

  /** Whether it was registered, nobody knows: it comes after what asked for that. */
  private static State giveUp(HoldSurvey order, String reason, Step<Event> step) {
    step.send(SurveyCore.MAIN, new SurveyCore.Unregister(step.self()));
    step.refuse(order.to(), reason);
    return new GivenUp(reason);
  }

  private static Progress progress(State state) {
    return switch (state) {
      case Idle _ -> Progress.IDLE;
      case Registering _, Opening _ -> Progress.PREPARING;
      case Waiting _ -> Progress.OPEN;
      case Informed _ -> Progress.DONE;
      case GivenUp _ -> Progress.FAILED;
    };
  }
}
