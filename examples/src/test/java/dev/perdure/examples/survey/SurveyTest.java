package dev.perdure.examples.survey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.Outcome.Cause;
import dev.perdure.RefusedException;
import dev.perdure.Step;
import dev.perdure.examples.Clients;
import dev.perdure.examples.TestNode;
import dev.perdure.examples.survey.Subscriber.HoldSurvey;
import dev.perdure.examples.survey.Subscriber.Progress;
import dev.perdure.examples.survey.SurveyCore.Counts;
import dev.perdure.examples.survey.SurveyCore.Opened;
import dev.perdure.node.Operator.MachineEntry;
import dev.perdure.node.Operator.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every survey reports once, with the votes that it took, and leaves nothing behind. */
@Timeout(300)
final class SurveyTest {
  @TempDir private Path dir;

  private TestNode open() {
    return TestNode.open(dir, SurveyCore.DEFINITION, Survey.DEFINITION, Subscriber.DEFINITION);
  }

  private static MachineRef<Subscriber.Event> subscriber(int number) {
    return Subscriber.TYPE.ref("person-" + number);
  }

  private static Result hold(
      TestNode node, String id, MachineRef<Subscriber.Event> who, Duration time) {
    return node.ask(id, who, Result.class, to -> new HoldSurvey(time, to));
  }

  private static void awaitProgress(
      TestNode node, MachineRef<Subscriber.Event> who, Progress progress) {
    assertThat(
            node.await(who, Progress.class, Subscriber.Look::new, p -> p.compareTo(progress) >= 0))
        .isEqualTo(progress);
  }

  /** The core knows nobody any more, no survey takes votes, and no timer runs. */
  private static void assertAllOver(TestNode node, int surveys) {
    node.await(SurveyCore.MAIN, Counts.class, SurveyCore.Look::new, new Counts(0, 0)::equals);
    List<MachineEntry> machines = node.machines(Survey.TYPE.name());
    assertThat(machines).hasSize(surveys);
    assertThat(machines).allMatch(survey -> survey.status() == Status.HALTED);
    for (MachineEntry survey : machines) {
      assertThat(node.show(survey.machine()).orElseThrow().timers()).isEmpty();
    }
  }

  private static void assertPossible(Result result) {
    assertThat(result.points()).isBetween(0L, result.votes() * Survey.MAX_POINTS);
  }

  @Test
  void everySurveyReportsOnceOverRestarts() throws Exception {
    int surveys = 24;
    try (TestNode node = open();
        Clients<Result> clients = new Clients<>()) {
      for (int i = 0; i < surveys; i++) {
        int number = i;
        Duration time = Duration.ofMillis(1 + 20L * number);
        clients.start(() -> hold(node, "survey-" + number, subscriber(number), time));
      }
      node.restart();
      node.restartAfter(surveys / 3);
      node.restartAfter(surveys / 3);
      List<Result> results = clients.results();
      assertThat(results).allSatisfy(SurveyTest::assertPossible);
      assertThat(results).extracting(Result::survey).doesNotHaveDuplicates().hasSize(surveys);
      for (int i = 0; i < surveys; i++) {
        Duration time = Duration.ofMillis(1 + 20L * i);
        assertThat(hold(node, "survey-" + i, subscriber(i), time)).isEqualTo(results.get(i));
        awaitProgress(node, subscriber(i), Progress.DONE);
      }
      assertAllOver(node, surveys);
    }
  }

  /** So rare are its moves that the crowd gives no vote: every vote is one of the test's. */
  private static final Duration NO_CROWD = Survey.MAX_TIME;

  /** The votes on one survey that were answered with yes. */
  private record Taken(long votes, long points) {
    Taken plus(Taken other) {
      return new Taken(votes + other.votes, points + other.points);
    }
  }

  /** A survey, and what was found of it when it was over. */
  private record Held(Result result, Taken before, Taken after) {}

  private static void assertExact(Held held) {
    Taken all = held.before().plus(held.after());
    assertThat(new Taken(held.result().votes(), held.result().points())).isEqualTo(all);
  }

  /** One vote; nothing is taken when the survey is over. */
  private static Taken vote(TestNode node, String id, MachineRef<Survey.Event> survey, int points) {
    try {
      node.ask(id, survey, Long.class, to -> new Survey.Vote(points, to));
      return new Taken(1, points);
    } catch (RefusedException over) {
      assertThat(over.cause()).isEqualTo(Cause.HALTED);
      return new Taken(0, 0);
    }
  }

  /** Votes at random until the survey is over, from as many voters at once. */
  private static Taken voteUntilOver(TestNode node, String id, MachineRef<Survey.Event> survey)
      throws Exception {
    int voters = 3;
    try (Clients<Taken> clients = new Clients<>()) {
      for (int i = 0; i < voters; i++) {
        String voter = id + "-" + i;
        clients.start(
            () -> {
              SplittableRandom random = new SplittableRandom(voter.hashCode());
              Taken all = new Taken(0, 0);
              for (int vote = 0; true; vote++) {
                int points = random.nextInt(Survey.MAX_POINTS + 1);
                Taken one = vote(node, voter + "-" + vote, survey, points);
                if (one.votes() == 0) return all;
                // Whoever asks again gets the answer again, and has no second vote.
                assertThat(vote(node, voter + "-" + vote, survey, points)).isEqualTo(one);
                all = all.plus(one);
              }
            });
      }
      return clients.results().stream().reduce(new Taken(0, 0), Taken::plus);
    }
  }

  /**
   * Holds surveys, each twice as long as the one before, until the restart falls into the time of
   * one: votes were taken before it and after it.
   */
  private static Held holdOverARestart(TestNode node) throws Exception {
    Set<MachineRef<?>> known = new HashSet<>();
    for (int number = 1; true; number++) {
      int round = number;
      Duration time = Duration.ofMillis(100).multipliedBy(1L << round);
      try (Clients<Result> clients = new Clients<>()) {
        clients.start(() -> hold(node, "survey-" + round, subscriber(round), time));
        MachineRef<Survey.Event> survey =
            node.awaitMachines(Survey.TYPE.name(), round).stream()
                .map(entry -> Survey.TYPE.ref(entry.machine().key()))
                .filter(known::add)
                .findFirst()
                .orElseThrow();
        Taken before = vote(node, "early-" + round, survey, 7);
        node.restart();
        Taken after = voteUntilOver(node, "late-" + round, survey);
        Held held = new Held(clients.results().getFirst(), before, after);
        if (before.votes() > 0 && after.votes() > 0) return held;
        assertExact(held);
      }
    }
  }

  private TestNode openWithoutCrowd(Definition<?, Survey.Event> survey) {
    return TestNode.open(dir, SurveyCore.DEFINITION, survey, Subscriber.DEFINITION);
  }

  @Test
  void theResultIsExactlyTheVotesTakenOverARestart() throws Exception {
    try (TestNode node = openWithoutCrowd(Survey.definition(NO_CROWD, 1))) {
      assertExact(holdOverARestart(node));
      int surveys = node.machines(Survey.TYPE.name()).size();
      assertAllOver(node, surveys);
    }
  }

  /** The planted bug: votes are counted in fields, which are gone when the node is. */
  private static final class ForgetfulSurvey implements Machine<Survey.State, Survey.Event> {
    private final Survey survey = new Survey(NO_CROWD, 1);
    private long votes;
    private long points;

    @Override
    public Survey.State initial() {
      return survey.initial();
    }

    @Override
    public Survey.State on(Survey.State state, Survey.Event event, Step<Survey.Event> step) {
      Survey.State seen =
          state instanceof Survey.Running(var core, var soFar, var undecided)
              ? new Survey.Running(core, new Result(soFar.survey(), votes, points), undecided)
              : state;
      Survey.State next = survey.on(seen, event, step);
      if (next instanceof Survey.Running(_, var soFar, _)) {
        votes = soFar.votes();
        points = soFar.points();
      }
      return next;
    }
  }

  @Test
  void aSurveyThatForgetsVotesIsCaught() throws Exception {
    Definition<?, Survey.Event> forgetful =
        Definition.of(Survey.TYPE, Survey.State.class, ForgetfulSurvey::new);
    try (TestNode node = openWithoutCrowd(forgetful)) {
      assertThatThrownBy(() -> assertExact(holdOverARestart(node)))
          .isInstanceOf(AssertionError.class);
    }
  }

  @Test
  void aSubscribersNumberIsNotGivenTwice() {
    try (TestNode node = open()) {
      List<Long> numbers = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        MachineRef<Subscriber.Event> who = subscriber(i);
        long number =
            node.ask(
                "register-" + i,
                SurveyCore.MAIN,
                Long.class,
                to -> new SurveyCore.Register(who, to));
        node.send("unregister-" + i, SurveyCore.MAIN, new SurveyCore.Unregister(who));
        numbers.add(number);
        if (i == 2) node.restart();
      }
      assertThat(numbers).doesNotHaveDuplicates();
      assertAllOver(node, 0);
    }
  }

  @Test
  void aSurveyIsOnlyForSubscribersAndOnlyOneForEach() {
    Duration time = Duration.ofMillis(1);
    try (TestNode node = open()) {
      assertThatThrownBy(
              () ->
                  node.ask(
                      "stranger",
                      SurveyCore.MAIN,
                      Opened.class,
                      to -> new SurveyCore.CreateSurvey(17, time, to)))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("no subscriber has the number 17");
      assertPossible(hold(node, "first", subscriber(1), time));
      assertThatThrownBy(() -> hold(node, "second", subscriber(1), time))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("the survey is over");
      assertAllOver(node, 1);
    }
  }
}
