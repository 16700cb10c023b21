package dev.perdure.examples.survey;

import dev.perdure.testing.CommittedStep;
import dev.perdure.testing.Effect;
import dev.perdure.testing.Liveness;
import dev.perdure.testing.Simulation;
import dev.perdure.testing.Violation;
import java.util.HashSet;
import java.util.Set;

/**
 * Watches the core's books. No number is given twice; whoever has one is registered in each step of
 * theirs; votes are never below zero, and none is lost. It is hot while somebody is registered or a
 * survey is open, and cold when all of that is over.
 */
final class SurveyMonitor {
  static final String NAME = "nobody stays registered";

  private final Liveness over;
  private final Set<Long> given = new HashSet<>();
  private final Set<Long> registered = new HashSet<>();
  private final Set<Long> open = new HashSet<>();

  private SurveyMonitor(Liveness over) {
    this.over = over;
  }

  /** Watches a run from its beginning on. */
  static void watch(Simulation simulation) {
    simulation.watch(new SurveyMonitor(simulation.liveness(NAME))::committed);
  }

  private void committed(CommittedStep step) {
    switch (step.after()) {
      case SurveyCore.State _ -> step.effects().forEach(this::written);
      case Subscriber.Opening opening -> checkRegistered(opening.subscriber(), step);
      case Subscriber.Waiting waiting -> checkRegistered(waiting.subscriber(), step);
      case Survey.Running after -> checkVotes(step.before(), after);
      default -> {}
    }
    if (registered.isEmpty() && open.isEmpty()) {
      over.cold();
    } else {
      over.hot("subscribers %s are registered, surveys %s open".formatted(registered, open));
    }
  }

  private void written(Effect effect) {
    switch (effect) {
      case Effect.MapPut(var map, Long number, _) when map.equals(SurveyCore.SUBSCRIBERS) -> {
        if (!given.add(number)) {
          throw new Violation("number: %d was given twice".formatted(number));
        }
        registered.add(number);
      }
      case Effect.MapRemoved(var map, Long number) when map.equals(SurveyCore.SUBSCRIBERS) ->
          registered.remove(number);
      case Effect.MapCleared(var map) when map.equals(SurveyCore.SUBSCRIBERS) -> registered.clear();
      case Effect.MapPut(var map, Long survey, Long owner) when map.equals(SurveyCore.OWNERS) -> {
        if (!registered.contains(owner)) {
          throw new Violation("owner: %d of survey %d is unknown".formatted(owner, survey));
        }
        open.add(survey);
      }
      case Effect.MapRemoved(var map, Long survey) when map.equals(SurveyCore.OWNERS) ->
          open.remove(survey);
      default -> {}
    }
  }

  private void checkRegistered(long subscriber, CommittedStep step) {
    if (!registered.contains(subscriber)) {
      throw new Violation(
          "registered: %s is %s, and number %d is not"
              .formatted(step.machine(), step.after(), subscriber));
    }
  }

  private static void checkVotes(Object before, Survey.Running after) {
    long votes = before instanceof Survey.Running running ? running.soFar().votes() : 0;
    if (after.soFar().votes() < votes || after.soFar().votes() > votes + 1) {
      throw new Violation("votes: %d before, and then %s".formatted(votes, after.soFar()));
    }
  }
}
