package dev.perdure.examples.survey;

import dev.perdure.examples.Meanwhile;
import dev.perdure.testing.Simulation;
import dev.perdure.testing.coverage.Coverage;
import dev.perdure.testing.coverage.Unreachable;
import dev.perdure.testing.junit.Simulate;
import java.time.Duration;

/** Surveys under every fault. */
final class SurveySimTest {
  @Simulate(seeds = 100, firstSeed = 1)
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
        // Without clocks that jump nobody's patience is over.
        Unreachable.in(Subscriber.GivenUp.class));
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
    new SurveySimulation().scenario(2).play(simulation);
  }
}
