package dev.perdure.examples.survey;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofMillis;

import dev.perdure.Definition;
import dev.perdure.DurableTimer;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.Step;
import java.time.Duration;

/**
 * One survey: takes votes until its time is over, reports to the core, and halts. Two timers belong
 * to the state in which it is open, and stop with it: one closes it, the other stands for a crowd
 * that votes now and then.
 */
public final class Survey implements Machine<Survey.State, Survey.Event> {
  public static final MachineType<Event> TYPE = MachineType.of("survey", Event.class);
  public static final Definition<?, Event> DEFINITION =
      Definition.of(TYPE, State.class, Survey::new);

  /** The most points that one vote can give. */
  public static final int MAX_POINTS = 10;

  /** The longest time that a survey can be open. */
  public static final Duration MAX_TIME = ofDays(365);

  private static final Duration CROWD = ofMillis(10);

  /** What a survey can be told. */
  public sealed interface Event {}

  /**
   * One person's vote.
   *
   * @param points 0 to {@link #MAX_POINTS}
   */
  public record Vote(int points) implements Event {
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

  record TimeOver() implements Event {}

  sealed interface State {}

  record Planned() implements State {}

  record Running(MachineRef<SurveyCore.Event> core, Result soFar) implements State {
    static State enter(Open open, Step<Event> step) {
      step.startTimer(DurableTimer.every(CROWD, new CrowdMoves()).whileIn(Running.class));
      step.startTimer(DurableTimer.after(open.time(), new TimeOver()).whileIn(Running.class));
      return new Running(open.core(), new Result(open.survey(), 0, 0));
    }

    State plus(Vote vote) {
      return new Running(
          core, new Result(soFar.survey(), soFar.votes() + 1, soFar.points() + vote.points()));
    }
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

  private static State planned(Planned state, Event event, Step<Event> step) {
    return switch (event) {
      case Open open -> Running.enter(open, step);
      case Vote _, CrowdMoves _, TimeOver _ -> step.reject(state, "the survey is not open");
    };
  }

  private State running(Running state, Event event, Step<Event> step) {
    return switch (event) {
      case Vote vote -> state.plus(vote);
      // Someone in the crowd makes up their mind, or not: a vote like any other, in the same step.
      case CrowdMoves _ ->
          step.random().nextBoolean()
              ? on(state, new Vote(step.random().nextInt(MAX_POINTS + 1)), step)
              : state;
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
