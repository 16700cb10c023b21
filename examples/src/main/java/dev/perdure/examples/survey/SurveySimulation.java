package dev.perdure.examples.survey;

import dev.perdure.Definition;
import dev.perdure.testing.Scenario;
import dev.perdure.testing.SimulatedApp;
import dev.perdure.testing.Simulation;
import dev.perdure.testing.Violation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Surveys in the simulator, one for each of as many subscribers as the size says. Each comes to its
 * subscriber, unless it has lost its patience; a {@link SurveyMonitor} watches the core's books.
 */
public final class SurveySimulation implements SimulatedApp {
  private static final Duration OPEN = Duration.ofMillis(80);

  /** A clock that jumps while a survey is open may keep it open for hours: the crowd is small. */
  static final int PEOPLE = 10;

  @Override
  public String name() {
    return "survey";
  }

  @Override
  public String description() {
    return "surveys with timers: each subscriber hears of exactly its own";
  }

  @Override
  public int standardSize() {
    return 4;
  }

  @Override
  public Scenario scenario(int size) {
    return scenario(
        size,
        SurveyCore.DEFINITION,
        Survey.definition(Survey.CROWD, PEOPLE),
        Subscriber.DEFINITION);
  }

  /** With machines that may be others than those of the example. */
  static Scenario scenario(
      int size,
      Definition<?, SurveyCore.Event> core,
      Definition<?, Survey.Event> survey,
      Definition<?, Subscriber.Event> subscriber) {
    return simulation -> {
      SurveyMonitor.watch(simulation);
      simulation.open(core, survey, subscriber);
      play(simulation, size);
    };
  }

  private static void play(Simulation simulation, int subscribers) {
    List<CompletableFuture<Result>> asked = new ArrayList<>();
    for (int i = 0; i < subscribers; i++) {
      asked.add(
          simulation
              .client("person " + i)
              .ask(
                  Subscriber.TYPE.ref(Integer.toString(i)),
                  Result.class,
                  to -> new Subscriber.HoldSurvey(OPEN, to)));
    }
    simulation.run();
    check(simulation, asked);
  }

  private static void check(Simulation simulation, List<CompletableFuture<Result>> asked) {
    TreeSet<Long> surveys = new TreeSet<>();
    for (int i = 0; i < asked.size(); i++) {
      Subscriber.State state =
          simulation
              .state(Subscriber.TYPE.ref(Integer.toString(i)), Subscriber.State.class)
              .orElseThrow(() -> new Violation("subscriber: one is gone"));
      switch (state) {
        case Subscriber.Informed(var result) -> {
          if (!surveys.add(result.survey())) {
            throw new Violation("number: two subscribers heard of survey " + result.survey());
          }
          if (!result.equals(asked.get(i).join())) {
            throw new Violation("result: %s was told otherwise".formatted(result));
          }
        }
        case Subscriber.GivenUp _ -> {
          if (!isRefused(asked.get(i))) {
            throw new Violation("answer: given up, and the person was told of a result");
          }
        }
        default -> throw new Violation("rest: subscriber %d is %s".formatted(i, state));
      }
    }
  }

  private static boolean isRefused(CompletableFuture<?> answer) {
    try {
      answer.join();
      return false;
    } catch (CompletionException _) {
      return true;
    }
  }
}
