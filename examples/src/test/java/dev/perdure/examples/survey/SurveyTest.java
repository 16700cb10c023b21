package dev.perdure.examples.survey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.MachineRef;
import dev.perdure.RefusedException;
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
import java.util.List;
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

  @Test
  void aSurveyIsOpenOverARestart() throws Exception {
    MachineRef<Subscriber.Event> who = subscriber(1);
    Duration time = Duration.ofSeconds(1);
    try (TestNode node = open();
        Clients<Result> clients = new Clients<>()) {
      clients.start(() -> hold(node, "survey", who, time));
      node.await(who, Progress.class, Subscriber.Look::new, p -> p.compareTo(Progress.OPEN) >= 0);
      node.restart();
      assertPossible(clients.results().getFirst());
      assertAllOver(node, 1);
    }
  }

  @Test
  void everyVoteThatWasTakenInTimeCounts() throws Exception {
    Duration time = Duration.ofMillis(500);
    try (TestNode node = open();
        Clients<Result> clients = new Clients<>()) {
      clients.start(() -> hold(node, "survey", subscriber(1), time));
      String key = node.awaitMachines(Survey.TYPE.name(), 1).getFirst().machine().key();
      MachineRef<Survey.Event> survey = Survey.TYPE.ref(key);
      long sent = 0;
      long inTime = 0;
      do {
        inTime = sent;
        node.send("vote-" + sent, survey, new Survey.Vote(Survey.MAX_POINTS));
        sent++;
      } while (node.show(survey).orElseThrow().status() == Status.ACTIVE);
      Result result = clients.results().getFirst();
      assertPossible(result);
      assertThat(result.votes()).isGreaterThanOrEqualTo(inTime);
      assertThat(result.points()).isGreaterThanOrEqualTo(inTime * Survey.MAX_POINTS);

      node.send("too late", survey, new Survey.Vote(Survey.MAX_POINTS));
      assertAllOver(node, 1);
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
        node.send("unregister-" + i, SurveyCore.MAIN, new SurveyCore.Unregister(number));
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
