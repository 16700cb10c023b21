package dev.perdure.kernel;

import static dev.perdure.kernel.KernelHarness.onSeeds;
import static dev.perdure.kernel.Script.log;
import static dev.perdure.kernel.Script.machine;
import static dev.perdure.kernel.Script.ref;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.Definition;
import dev.perdure.MachineRef;
import dev.perdure.MapKey;
import dev.perdure.Outcome.Cause;
import dev.perdure.ReplyTo;
import dev.perdure.kernel.Inspection.Verb;
import dev.perdure.kernel.KernelHarness.Settings;
import dev.perdure.kernel.Script.Ask;
import dev.perdure.kernel.Script.Event;
import dev.perdure.kernel.Script.State;
import dev.perdure.kernel.spi.StoreException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Requests from outside: one id is stepped once, and whoever brings it again hears the same. */
final class RequestsTest {
  private static final MachineRef<Event> M = ref("m");
  private static final MachineRef<Event> OTHER = Script.type("m").ref("2");
  private static final Answer ACCEPTED = new Answer.Accepted();

  /** Answers with how many events it has stepped. */
  private static final Definition<State, Event> COUNTING =
      machine(
          "m",
          (state, event, step) -> {
            if (event instanceof Ask(_, var to)) {
              step.reply(to, "" + state.log().size());
            }
            return state.and(event);
          });

  private static final MapKey<String, String> KEPT = MapKey.of("kept", String.class, String.class);

  /** Keeps asks, and answers them when told. */
  private static final Definition<State, Event> KEEPING =
      machine(
          "m",
          (state, event, step) -> {
            if (event instanceof Ask(var word, var to)) {
              step.map(KEPT).put(word, to.address());
            } else {
              String address = step.map(KEPT).get(event.word()).orElseThrow();
              step.reply(new ReplyTo<String>(address), "answer to " + event.word());
            }
            return state.and(event);
          });

  @Test
  void nothingIsAnsweredBeforeItIsDurable() {
    KernelHarness kernel = new KernelHarness(COUNTING);
    Reply sent = kernel.send("s", M, "a");
    Reply asked = kernel.ask("a", M, "b");
    Reply looked = kernel.look(M, "c");
    while (kernel.work(M, 10) > 0) {}
    assertThat(List.of(sent, asked, looked)).noneMatch(Reply::isAnswered);
    kernel.commit(0);
    assertThat(sent.answer()).isEqualTo(ACCEPTED);
    assertThat(asked.value(String.class)).isEqualTo("1");
  }

  @Test
  void theSameRequestGetsTheSameAnswerAndNoSecondStep() {
    for (boolean crash : new boolean[] {false, true}) {
      KernelHarness kernel = new KernelHarness(COUNTING);
      kernel.ask("r", M, "a");
      kernel.send("s", M, "b");
      kernel.run();
      if (crash) {
        kernel.crash();
      }
      Reply again = kernel.ask("r", M, "a");
      Reply sentAgain = kernel.send("s", M, "b");
      kernel.run();
      assertThat(again.value(String.class)).isEqualTo("0");
      assertThat(sentAgain.answer()).isEqualTo(ACCEPTED);
      assertThat(log(kernel, M)).containsExactly("a", "b");
    }
  }

  @Test
  void aRefusalIsRememberedToo() {
    KernelHarness kernel =
        new KernelHarness(machine("m", (state, event, step) -> step.reject(state, "no")));
    Reply first = kernel.ask("r", M, "a");
    kernel.run();
    kernel.crash();
    Reply second = kernel.ask("r", M, "a");
    kernel.run();
    assertThat(first.no()).isEqualTo(new Answer.No(Cause.REFUSED, "no"));
    assertThat(second.no()).isEqualTo(first.no());
  }

  @Test
  void aRequestThatIsUnderWayIsWaitedForTogether() {
    KernelHarness kernel = new KernelHarness(COUNTING);
    Reply first = kernel.ask("r", M, "a");
    Reply second = kernel.ask("r", M, "a");
    kernel.work(M, 1);
    Reply third = kernel.ask("r", M, "a");
    kernel.run();
    assertThat(first.value(String.class)).isEqualTo("0");
    assertThat(second.value(String.class)).isEqualTo("0");
    assertThat(third.value(String.class)).isEqualTo("0");
    assertThat(log(kernel, M)).containsExactly("a");
  }

  @Test
  void anotherEventOrMachineUnderAnIdIsAnError() {
    for (boolean waiting : new boolean[] {true, false}) {
      KernelHarness kernel = new KernelHarness(COUNTING);
      kernel.send("r", M, "a");
      if (!waiting) {
        kernel.run();
        kernel.crash();
      }
      Reply otherEvent = kernel.send("r", M, "b");
      Reply otherKind = kernel.ask("r", M, "a");
      Reply otherMachine = kernel.send("r", OTHER, "a");
      kernel.run();
      assertThat(List.of(otherEvent, otherKind, otherMachine))
          .extracting(Reply::answer)
          .containsOnly(new Answer.IdReused());
      assertThat(log(kernel, M)).containsExactly("a");
      assertThat(kernel.exists(OTHER)).isFalse();
    }
  }

  @Test
  void anAskIsAcceptedForWhoOnlySendsAndAnsweredForWhoWaits() {
    for (boolean crash : new boolean[] {false, true}) {
      KernelHarness kernel = new KernelHarness(KEEPING);
      String address = new ReplyAddress.OfRequest(M, "r").toText();
      Reply accepted = kernel.send("r", M, new Ask("a", new ReplyTo<>(address)));
      kernel.run();
      assertThat(accepted.answer()).isEqualTo(ACCEPTED);
      if (crash) {
        kernel.crash();
      }
      Reply waiting = kernel.ask("r", M, "a");
      kernel.run();
      assertThat(waiting.isAnswered()).isFalse();
      kernel.send("s", M, "a");
      kernel.run();
      assertThat(waiting.value(String.class)).isEqualTo("answer to a");
      Reply late = kernel.ask("r", M, "a");
      Reply lateSend = kernel.send("r", M, new Ask("a", new ReplyTo<>(address)));
      kernel.run();
      assertThat(late.value(String.class)).isEqualTo("answer to a");
      assertThat(lateSend.answer()).isEqualTo(ACCEPTED);
    }
  }

  @Test
  void anAnswerInALaterStepIsRememberedOverACrash() {
    KernelHarness kernel = new KernelHarness(KEEPING);
    kernel.ask("r", M, "a");
    kernel.run();
    kernel.crash();
    kernel.send("s", M, "a");
    kernel.run();
    kernel.crash();
    Reply reply = kernel.ask("r", M, "a");
    kernel.run();
    assertThat(reply.value(String.class)).isEqualTo("answer to a");
    assertThat(log(kernel, M)).containsExactly("a", "a");
  }

  @Test
  void whoeverHasGoneIsNotAnswered() {
    KernelHarness kernel = new KernelHarness(KEEPING);
    Reply gone = kernel.ask("r", M, "a");
    kernel.run();
    kernel.partitionOf(M).abandon("r", gone);
    kernel.send("s", M, "a");
    kernel.run();
    assertThat(gone.isAnswered()).isFalse();
    Reply back = kernel.ask("r", M, "a");
    kernel.run();
    assertThat(back.value(String.class)).isEqualTo("answer to a");
  }

  @Test
  void aRequestThatWasNeverCommittedMayComeAgain() {
    onSeeds(
        100,
        seed -> {
          KernelHarness kernel = new KernelHarness(Settings.standard().seed(seed), COUNTING);
          Reply first = kernel.ask("r", M, "a");
          kernel.turns((int) seed % 12);
          kernel.crash();
          Reply second = kernel.ask("r", M, "a");
          kernel.run();
          assertThat(second.value(String.class)).isEqualTo("0");
          assertThat(log(kernel, M)).containsExactly("a");
          if (first.isAnswered()) {
            assertThat(first.value(String.class)).isEqualTo("0");
          }
        });
  }

  @Test
  void aLostAnswerOfACommitIsFoundAgain() {
    KernelHarness kernel = new KernelHarness(COUNTING);
    kernel.stores.getFirst().fail(SimStore.Fault.UNKNOWN_WRITTEN);
    Reply lost = kernel.ask("r", M, "a");
    kernel.run();
    assertThat(lost.isAnswered()).isFalse();
    assertThat(kernel.failedCommits()).isEqualTo(1);
    Reply again = kernel.ask("r", M, "a");
    kernel.run();
    assertThat(again.value(String.class)).isEqualTo("0");
    assertThat(log(kernel, M)).containsExactly("a");
  }

  /** Ids that fall out of the window in memory are found by index keys of their own. */
  @Test
  void idsBeyondTheWindowAreRemembered() {
    onSeeds(
        10,
        seed -> {
          KernelHarness kernel =
              new KernelHarness(Settings.standard().config(window(7)).seed(seed), COUNTING);
          for (int i = 0; i < 200; i++) {
            kernel.ask("r" + i, M, "a" + i);
            kernel.turns((int) seed);
          }
          kernel.run();
          for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 200; i++) {
              Reply again = kernel.ask("r" + i, M, "a" + i);
              Reply reused = kernel.send("r" + i, M, "other");
              kernel.run();
              assertThat(again.value(String.class)).isEqualTo("" + i);
              assertThat(reused.answer()).isEqualTo(new Answer.IdReused());
            }
            kernel.crash();
          }
          assertThat(log(kernel, M)).hasSize(200);
        });
  }

  /** It is no part of a commit, and without it ids of a day would be stepped again. */
  @Test
  void anIndexOfIdsThatIsMissingStopsTheOpening() {
    KernelHarness kernel = new KernelHarness(Settings.standard().config(window(7)), COUNTING);
    for (int i = 0; i < 100; i++) {
      kernel.ask("r" + i, M, "a" + i);
      kernel.run();
    }
    kernel.crash();
    assertThat(kernel.stores.getFirst().size(Keys.AGED)).isGreaterThan(80);
    kernel.stores.getFirst().lose(0, Keys.AGED);
    assertThatThrownBy(kernel::crash)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("index of request ids is missing")
        .hasMessageContaining("restore");
  }

  @Test
  void anUnansweredIdThatAgedIsAnsweredAndRemembered() {
    KernelHarness kernel = new KernelHarness(Settings.standard().config(window(3)), KEEPING);
    kernel.ask("r", M, "a");
    kernel.run();
    for (int i = 0; i < 50; i++) {
      kernel.ask("filler" + i, M, "b" + i);
      kernel.run();
    }
    kernel.crash();
    Reply waiting = kernel.ask("r", M, "a");
    kernel.run();
    kernel.send("s", M, "a");
    kernel.run();
    assertThat(waiting.value(String.class)).isEqualTo("answer to a");
    for (int i = 0; i < 50; i++) {
      kernel.ask("more" + i, M, "c" + i);
      kernel.run();
    }
    Reply late = kernel.ask("r", M, "a");
    kernel.run();
    assertThat(late.value(String.class)).isEqualTo("answer to a");
  }

  @Test
  void idsAreForgottenAfterTheRetentionAndNotBefore() {
    KernelHarness kernel = new KernelHarness(Settings.standard().config(window(10)), COUNTING);
    Map<String, Reply> answers = new LinkedHashMap<>();
    for (int hour = 0; hour < 24; hour++) {
      for (int i = 0; i < 20; i++) {
        String id = "h" + hour + "-" + i;
        answers.put(id, kernel.ask(id, M, id));
        kernel.run();
      }
      kernel.advance(ofHours(1));
    }
    for (var first : List.copyOf(answers.entrySet()).subList(0, 40)) {
      Reply again = kernel.ask(first.getKey(), M, first.getKey());
      kernel.run();
      assertThat(again.value(String.class)).isEqualTo(first.getValue().value(String.class));
    }
    int kept = kernel.stores.getFirst().size(Keys.ANSWERS, Keys.AGED);
    kernel.advance(ofDays(2));
    kernel.crash();
    for (int i = 0; i < 20; i++) {
      kernel.ask("later" + i, M, "later" + i);
      kernel.run();
    }
    assertThat(kernel.stores.getFirst().size(Keys.ANSWERS, Keys.AGED)).isLessThan(kept / 5);
    assertThat(kernel.stores.getFirst().size(Keys.BUCKET)).isLessThanOrEqualTo(2);
    int before = log(kernel, M).size();
    kernel.ask("h0-0", M, "h0-0");
    kernel.run();
    assertThat(log(kernel, M)).as("a forgotten id is a new request").hasSize(before + 1);
  }

  /** Who brought it has no answer yet, and tries again. */
  @Test
  void aParkedRequestOlderThanTheRetentionIsNotSteppedTwice() {
    onSeeds(
        4,
        seed -> {
          boolean[] broken = {true};
          KernelHarness kernel =
              new KernelHarness(
                  Settings.standard().config(window(seed % 2 == 0 ? 3 : 1_000)).seed(seed),
                  machine(
                      "m",
                      (state, event, step) -> {
                        if (broken[0] && event.is("pay")) {
                          throw new IllegalStateException("injected");
                        }
                        return Script.logged(state, event, step);
                      }));
          kernel.ask("r1", M, "pay");
          kernel.advance(ofSeconds(60));
          if (seed > 2) {
            kernel.crash(); // Who waited is gone.
          }
          for (int i = 0; i < 20; i++) {
            kernel.advance(ofHours(3));
            kernel.send("o" + i, OTHER, "x");
            kernel.run();
          }
          Reply again = kernel.ask("r1", M, "pay");
          kernel.run();
          broken[0] = false;
          kernel.operate(M, new Verb.Retry());
          assertThat(log(kernel, M)).containsExactly("pay");
          assertThat(again.value(String.class)).isEqualTo("pay");
        });
  }

  @Test
  void theRetentionCountsFromTheAnswer() {
    for (int ids : new int[] {3, 1_000}) {
      KernelHarness kernel = new KernelHarness(Settings.standard().config(window(ids)), KEEPING);
      kernel.ask("r", M, "a");
      idle(kernel, 3);
      assertThat(kernel.stores.getFirst().size(Keys.UNANSWERED)).isEqualTo(1);
      kernel.crash();
      Reply waiting = kernel.ask("r", M, "a");
      kernel.send("s", M, "a");
      kernel.run();
      assertThat(waiting.value(String.class)).isEqualTo("answer to a");
      assertThat(kernel.stores.getFirst().size(Keys.UNANSWERED)).isZero();
      kernel.advance(ofHours(23));
      idle(kernel, 0);
      kernel.crash();
      Reply late = kernel.ask("r", M, "a");
      kernel.run();
      assertThat(late.value(String.class)).isEqualTo("answer to a");
      idle(kernel, 3);
      int before = log(kernel, M).size();
      kernel.ask("r", M, "a");
      kernel.run();
      assertThat(log(kernel, M)).as("forgotten, so another").hasSize(before + 1);
    }
  }

  /** Days with a few requests that are answered at once. */
  private static void idle(KernelHarness kernel, int days) {
    for (int i = 0; i < 8 * days + 1; i++) {
      for (int k = 0; k < 4; k++) {
        String word = "at " + kernel.clock.nowMillis() + " " + k;
        kernel.ask(word, OTHER, word);
        kernel.send("answer " + word, OTHER, word);
        kernel.run();
      }
      if (days > 0) {
        kernel.advance(ofHours(3));
      }
    }
  }

  /** Many at once leave the memory for the store in steps, each found again all the time. */
  @Test
  void manyUnansweredRequestsOutliveTheRetention() {
    KernelHarness kernel = new KernelHarness(Settings.standard().config(window(1_000)), KEEPING);
    for (int i = 0; i < 100; i++) {
      kernel.ask("r" + i, M, "a" + i);
    }
    kernel.run();
    kernel.advance(ofDays(3));
    for (int i = 0; i < 100; i++) {
      kernel.ask("r" + i, M, "a" + i);
      kernel.ask("o" + i, OTHER, "x" + i);
      kernel.send("p" + i, OTHER, "x" + i);
      kernel.run();
      if (i % 30 == 29) {
        kernel.crash();
      }
    }
    assertThat(log(kernel, M)).hasSize(100);
    assertThat(kernel.stores.getFirst().size(Keys.UNANSWERED)).isEqualTo(100);
  }

  @Test
  void aFullPartitionPushesRequestsBackAndStepsThemWhenTheyComeAgain() {
    PartitionConfig narrow =
        new PartitionConfig(1 << 20, 1 << 20, 3, 4, 100, 100, 100, 86_400_000, 10, 1 << 24);
    KernelHarness kernel = new KernelHarness(Settings.standard().config(narrow), COUNTING);
    List<Reply> replies = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      replies.add(kernel.send("r" + i, M, "a" + i));
    }
    assertThat(replies.stream().filter(Reply::isAnswered).map(Reply::answer))
        .hasSize(7)
        .allSatisfy(answer -> assertThat(answer).isInstanceOf(Answer.Overloaded.class));
    kernel.run();
    for (int i = 0; i < 10; i++) {
      Reply again = kernel.send("r" + i, M, "a" + i);
      kernel.run();
      assertThat(again.answer()).isEqualTo(ACCEPTED);
    }
    assertThat(log(kernel, M)).hasSize(10);
  }

  @Test
  void aPartitionThatWaitsForItsCommitsStepsNoMore() {
    PartitionConfig narrow =
        new PartitionConfig(1 << 20, 1 << 20, 100, 4, 100, 100, 100, 86_400_000, 10, 1 << 24);
    KernelHarness kernel = new KernelHarness(Settings.standard().config(narrow), COUNTING);
    for (int i = 0; i < 50; i++) {
      kernel.send("r" + i, M, "a" + i);
    }
    while (kernel.work(M, 10) > 0) {}
    assertThat(kernel.statistics().uncommitted()).isEqualTo(4);
    assertThat(kernel.partitionOf(M).wantsCommit()).isTrue();
    kernel.run();
    assertThat(log(kernel, M)).hasSize(50);
  }

  @Test
  void anAskNobodyAnswersWaits() {
    KernelHarness kernel = new KernelHarness(KEEPING);
    Reply reply = kernel.ask("r", M, "a");
    kernel.advance(ofSeconds(100));
    assertThat(reply.isAnswered()).isFalse();
  }

  private static PartitionConfig window(int ids) {
    return new PartitionConfig(
        1 << 20, 1 << 20, 1_000, 1_000, 100, 100, ids, ofHours(24).toMillis(), 10, 1 << 24);
  }
}
