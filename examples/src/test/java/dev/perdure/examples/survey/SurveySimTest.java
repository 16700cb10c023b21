package dev.perdure.examples.survey;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.Outcome;
import dev.perdure.Step;
import dev.perdure.examples.Meanwhile;
import dev.perdure.examples.Planted;
import dev.perdure.testing.Fault;
import dev.perdure.testing.Faults;
import dev.perdure.testing.Scenario;
import dev.perdure.testing.Simulation;
import dev.perdure.testing.coverage.Coverage;
import dev.perdure.testing.coverage.Unreachable;
import dev.perdure.testing.junit.Simulate;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Surveys under every fault. */
final class SurveySimTest {
  /** A clock that jumps makes a subscriber lose its patience. */
  private static final Faults IMPATIENT = Faults.all().rate(Fault.CLOCK_JUMP, 0.1);

  @Simulate(seeds = 500, firstSeed = 1)
  void eachSubscriberHearsOfItsOwnSurvey(Simulation simulation, Coverage coverage)
      throws Exception {
    coverage.demandAll(SurveyCore.TYPE);
    coverage.demandAll(
        Survey.TYPE,
        // It is opened by what makes it, once, and nobody votes who has not heard of that.
        Unreachable.in(
            Survey.Planned.class,
            Survey.Vote.class,
            Survey.CrowdMoves.class,
            Survey.CrowdVotes.class,
            Survey.TimeOver.class),
        // The votes of the crowd are raised, in the step of its move.
        Unreachable.in(Survey.Running.class, Survey.Open.class, Survey.CrowdVotes.class));
    coverage.demandAll(
        Subscriber.TYPE,
        // Answers come once, to the state that waits for them.
        Unreachable.in(
            Subscriber.Idle.class,
            Subscriber.Registered.class,
            Subscriber.SurveyOpened.class,
            Subscriber.Results.class),
        Unreachable.in(
            Subscriber.Registering.class, Subscriber.SurveyOpened.class, Subscriber.Results.class),
        // The core tells the number before it hands on the result, and both come in that order.
        Unreachable.in(
            Subscriber.Opening.class, Subscriber.Registered.class, Subscriber.Results.class),
        Unreachable.in(
            Subscriber.Waiting.class, Subscriber.Registered.class, Subscriber.SurveyOpened.class),
        Unreachable.in(
            Subscriber.Informed.class,
            Subscriber.Registered.class,
            Subscriber.SurveyOpened.class,
            Subscriber.Results.class),
        Unreachable.in(
            Subscriber.GivenUp.class, Subscriber.Registered.class, Subscriber.SurveyOpened.class));
    Meanwhile.atOnce(
        simulation,
        client -> {
          var _ = client.query(SurveyCore.MAIN, SurveyCore.Counts.class, SurveyCore.Look::new);
          var _ =
              client.query(
                  Subscriber.TYPE.ref("0"), Subscriber.Progress.class, Subscriber.Look::new);
        });
    Meanwhile.whenMoved(
        simulation,
        Subscriber.TYPE,
        (client, who, state) -> {
          var _ = client.query(who, Subscriber.Progress.class, Subscriber.Look::new);
          if (!(state instanceof Subscriber.Idle)) {
            var _ =
                client.ask(
                    who, Result.class, to -> new Subscriber.HoldSurvey(Duration.ofMillis(50), to));
          }
        });
    Meanwhile.whenMoved(
        simulation,
        Survey.TYPE,
        (client, survey, _) -> {
          var _ = client.ask(survey, Long.class, to -> new Survey.Vote(3, to));
        });
    new SurveySimulation().scenario(2).play(simulation.faults(IMPATIENT));
  }

  @Simulate(seeds = 50)
  void freshSeedsHoldToo(Simulation simulation) throws Exception {
    new SurveySimulation().scenario(4).play(simulation);
  }

  // ---- planted bugs --------------------------------------------------------------------------

  private static final Definition<?, Survey.Event> SMALL_CROWD =
      Survey.definition(Survey.CROWD, SurveySimulation.PEOPLE);

  /** The planted bug: when one goes, all are struck off. */
  private static final class RashCore implements Machine<SurveyCore.State, SurveyCore.Event> {
    private final SurveyCore core = new SurveyCore();

    @Override
    public SurveyCore.State initial() {
      return core.initial();
    }

    @Override
    public SurveyCore.State on(
        SurveyCore.State state, SurveyCore.Event event, Step<SurveyCore.Event> step) {
      if (event instanceof SurveyCore.Unregister) {
        step.map(SurveyCore.SUBSCRIBERS).clear();
      }
      return core.on(state, event, step);
    }
  }

  @Test
  void aSubscriberWhoIsStruckOffTooEarlyIsCaughtByTheMonitor() {
    Planted.isFound(
        SurveySimulation.scenario(
            4,
            Definition.of(SurveyCore.TYPE, SurveyCore.State.class, RashCore::new),
            SMALL_CROWD,
            Subscriber.DEFINITION),
        "registered: survey-subscriber/");
  }

  /** The planted bug: when somebody of the crowd moves, a vote is taken back. */
  private static final class FickleSurvey implements Machine<Survey.State, Survey.Event> {
    private final Survey survey = new Survey(Survey.CROWD, SurveySimulation.PEOPLE);

    @Override
    public Survey.State initial() {
      return survey.initial();
    }

    @Override
    public Survey.State on(Survey.State state, Survey.Event event, Step<Survey.Event> step) {
      if (event instanceof Survey.CrowdMoves
          && state instanceof Survey.Running(var core, var soFar, var undecided)
          && soFar.votes() > 0) {
        Result less = new Result(soFar.survey(), soFar.votes() - 1, soFar.points());
        return new Survey.Running(core, less, undecided);
      }
      return survey.on(state, event, step);
    }
  }

  @Test
  void aVoteThatIsTakenBackIsCaughtByTheMonitor() {
    Planted.isFound(
        SurveySimulation.scenario(
            4,
            SurveyCore.DEFINITION,
            Definition.of(Survey.TYPE, Survey.State.class, FickleSurvey::new),
            Subscriber.DEFINITION),
        "votes: 1 before, and then ");
  }

  /** The planted bug: who does not know whether they are registered goes without a word. */
  private static final class RudeSubscriber implements Machine<Subscriber.State, Subscriber.Event> {
    private final Subscriber subscriber = new Subscriber();

    @Override
    public Subscriber.State initial() {
      return subscriber.initial();
    }

    @Override
    public Subscriber.State on(
        Subscriber.State state, Subscriber.Event event, Step<Subscriber.Event> step) {
      if (state instanceof Subscriber.Registering(var order)
          && event instanceof Subscriber.Registered(Outcome.NotDone<Long> no)) {
        step.refuse(order.to(), no.reason());
        return new Subscriber.GivenUp(no.reason());
      }
      return subscriber.on(state, event, step);
    }
  }

  @Test
  void aSubscriberWhoStaysRegisteredIsCaughtByTheMonitor() {
    Scenario scenario =
        SurveySimulation.scenario(
            4,
            SurveyCore.DEFINITION,
            SMALL_CROWD,
            Definition.of(Subscriber.TYPE, Subscriber.State.class, RudeSubscriber::new));
    Planted.isFound(
        simulation -> scenario.play(simulation.faults(IMPATIENT)), SurveyMonitor.NAME + ": hot");
  }
}
