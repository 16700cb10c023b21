package dev.perdure.examples.survey;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofMillis;

import dev.perdure.Definition;
import dev.perdure.DurableTimer;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.ReplyTo;
import dev.perdure.Step;
import java.time.Duration;

/**
 * One survey: takes votes until its time is over, reports to the core, and halts. Two timers belong
 * to the state in which it is open, and stop with it: one closes it, the other stands for a crowd
 * that votes now and then, until each of it has made up their mind.
 */
public final class Survey implements Machine<Survey.State, Survey.Event> {
  public static final MachineType<Event> TYPE = MachineType.of("survey", Event.class);

  /** The usual time between two moves of the crowd. */
  public static final Duration CROWD = ofMillis(10);

  /** The usual number of people in the crowd. */
  public static final int PEOPLE = 1_000;

  public static final Definition<?, Event> DEFINITION = definition(CROWD, PEOPLE);

  /** The most points that one vote can give. */
  public static final int MAX_POINTS = 10;

  /** The longest time that a survey can be open. */
  public static final Duration MAX_TIME = ofDays(365);

  /** What a survey can be told. */
  public sealed interface Event {}

  /**
   * One person's vote; answered with the survey's number when it counts, refused when not.
   *
   * @param points 0 to {@link #MAX_POINTS}
   */
  public record Vote(int points, ReplyTo<Long> to) implements Event {
    /** Checks the points. */
    public Vote {
      if (points < 0 || points > MAX_POINTS) {
        throw new IllegalArgumentException(
            "a vote gives 0 to " + MAX_POINTS + " points, not " + points);
      }
    }
  }

  record Open(long survey, MachineRef<SurveyCore.Event> core, Duration time) implements Event {}

  record CrowdMoves() implements Event {}

  record CrowdVotes(int points) implements Event {}

  record TimeOver() implements Event {}

  sealed interface State {}

  record Planned() implements State {}

  /**
   * It takes votes.
   *
   * @param undecided how many of the crowd have not made up their mind
   */
  record Running(MachineRef<SurveyCore.Event> core, Result soFar, int undecided) implements State {
    static State enter(Open open, Duration crowd, int people, Step<Event> step) {
      step.startTimer(DurableTimer.every(crowd, new CrowdMoves()).whileIn(Running.class));
      step.startTimer(DurableTimer.after(open.time(), new TimeOver()).whileIn(Running.class));
      return new Running(open.core(), new Result(open.survey(), 0, 0), people);
    }

    Running oneDecided() {
      return new Running(core, soFar, undecided - 1);
    }

    State plus(int points) {
      return new Running(
          core, new Result(soFar.survey(), soFar.votes() + 1, soFar.points() + points), undecided);
    }
  }

  private final Duration crowd;
  private final int people;

  Survey(Duration crowd, int people) {
    this.crowd = crowd;
    this.people = people;
  }

  /**
   * Surveys with another crowd.
   *
   * @param crowd the time between two of its moves; more than zero
   * @param people how many they are; 1 or more
   */
  public static Definition<?, Event> definition(Duration crowd, int people) {
    if (!crowd.isPositive()) {
      throw new IllegalArgumentException("a crowd's time is more than zero, not " + crowd);
    }
    if (people < 1) {
      throw new IllegalArgumentException("a crowd is of 1 or more people, not " + people);
    }
    return Definition.of(TYPE, State.class, () -> new Survey(crowd, people));
  }

  @Override
  public State initial() {
    return new Planned();
  }

  @Override
  public State on(State state, Event event, Step<Event> step) {
    return switch (state) {
      case Planned planned -> planned(planned, event, step);
      case Running running -> running(running, event, step);
    };
  }

  private State planned(Planned state, Event event, Step<Event> step) {
    return switch (event) {
      case Open open -> Running.enter(open, crowd, people, step);
      case Vote _, CrowdMoves _, CrowdVotes _, TimeOver _ ->
          step.reject(state, "the survey is not open");
    };
  }

  private State running(Running state, Event event, Step<Event> step) {
    return switch (event) {
      case Vote(var points, var to) -> {
        step.reply(to, state.soFar().survey());
        yield state.plus(points);
      }
      // Someone in the crowd makes up their mind, or not: then they vote in the same step.
      case CrowdMoves _ -> {
        Running decided = state.oneDecided();
        if (decided.undecided() == 0) step.stopTimer(CrowdMoves.class);
        yield step.random().nextBoolean()
            ? on(decided, new CrowdVotes(step.random().nextInt(MAX_POINTS + 1)), step)
            : decided;
      }
      case CrowdVotes(var points) -> state.plus(points);
      case TimeOver _ -> {
        step.send(state.core(), new SurveyCore.Completed(state.soFar()));
        yield step.halt(state);
      }
      case Open _ -> step.reject(state, "the survey is open");
    };
  }

  static void checkTime(Duration open) {
    if (!open.isPositive() || open.compareTo(MAX_TIME) > 0) {
      throw new IllegalArgumentException(
          "a survey is open for more than zero and at most " + MAX_TIME + ", not " + open);
    }
  }
}
