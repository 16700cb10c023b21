package dev.perdure.kernel;

import static dev.perdure.kernel.KernelHarness.onSeeds;
import static dev.perdure.kernel.Script.log;
import static dev.perdure.kernel.Script.machine;
import static dev.perdure.kernel.Script.ref;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.CallId;
import dev.perdure.Definition;
import dev.perdure.MachineRef;
import dev.perdure.MapKey;
import dev.perdure.Outcome.Cause;
import dev.perdure.Placement;
import dev.perdure.ReplyTo;
import dev.perdure.kernel.KernelHarness.Settings;
import dev.perdure.kernel.Script.Ask;
import dev.perdure.kernel.Script.Do;
import dev.perdure.kernel.Script.Event;
import dev.perdure.kernel.Script.Got;
import dev.perdure.kernel.Script.State;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Asks between machines: exactly one outcome for each, whatever happens. */
final class AsksTest {
  private static final MachineRef<Event> ASKER = ref("asker");
  private static final MachineRef<Event> ANSWERER = ref("answerer");
  private static final MachineRef<Event> THIRD = ref("third");

  /** Asks with every word it is told. */
  private static final Definition<State, Event> ASKING =
      machine(
          "asker",
          (state, event, step) -> {
            if (event instanceof Do(var word)) {
              Script.ask(step, ANSWERER, word, ofSeconds(5));
              return state;
            }
            return state.and(event);
          });

  @Test
  void anAnswerComesBackAsTheAskersEvent() {
    onSeeds(
        20,
        seed -> {
          KernelHarness kernel = on(seed, ASKING, Script.logging("answerer"));
          kernel.send("r1", ASKER, "a");
          kernel.send("r2", ASKER, "b");
          kernel.run();
          assertThat(log(kernel, ANSWERER)).containsExactly("a", "b");
          assertThat(log(kernel, ASKER)).containsExactly("a=a", "b=b");
          kernel.advance(ofSeconds(60));
          assertThat(log(kernel, ASKER)).as("no second outcome").hasSize(2);
          assertNothingPending(kernel);
        });
  }

  /** The address for the answer names the asker, with some characters escaped. */
  @Test
  void everyKeyAndTagCanAskAndBeAsked() {
    String longest = "%".repeat(512);
    MachineRef<Event> asker = Script.type("asker").ref(Placement.of(longest), longest);
    MachineRef<Event> asked = Script.type("asked").ref(Placement.of(longest), "|".repeat(512));
    KernelHarness kernel =
        new KernelHarness(
            Script.logging("asked").placed(),
            machine(
                    "asker",
                    (state, event, step) -> {
                      if (event instanceof Do(var word)) {
                        Script.ask(step, asked, word, ofSeconds(5));
                        return state;
                      }
                      return state.and(event);
                    })
                .placed());
    Reply reply = kernel.ask("%".repeat(200), asked, "x");
    kernel.send("r", asker, "y");
    kernel.run();
    assertThat(reply.value(String.class)).isEqualTo("x");
    assertThat(log(kernel, asker)).containsExactly("y=y");
  }

  @Test
  void aRefusalIsADefiniteNo() {
    KernelHarness kernel =
        new KernelHarness(
            ASKING,
            machine(
                "answerer",
                (state, event, step) -> {
                  if (event instanceof Ask(_, var to)) {
                    step.refuse(to, "no room");
                  }
                  return state.and(event);
                }));
    kernel.send("r1", ASKER, "a");
    kernel.run();
    assertThat(log(kernel, ASKER)).containsExactly("a=REFUSED:no room");
    assertThat(log(kernel, ANSWERER)).containsExactly("a");
  }

  @Test
  void aRejectedOrIgnoredAskIsRefused() {
    KernelHarness kernel =
        new KernelHarness(
            ASKING,
            machine(
                "answerer",
                (state, event, step) ->
                    event.is("ignore") ? step.ignore(state) : step.reject(state, "not here")));
    kernel.send("r1", ASKER, "a");
    kernel.send("r2", ASKER, "ignore");
    kernel.run();
    assertThat(log(kernel, ASKER)).containsExactly("a=REFUSED:not here", "ignore=REFUSED:ignored");
    assertThat(kernel.statistics().rejected()).isEqualTo(1);
    assertThat(kernel.statistics().ignored()).isEqualTo(1);
  }

  @Test
  void patienceEndsInUnknownAndALateAnswerIsDroppedAndCounted() {
    KernelHarness kernel = new KernelHarness(ASKING, keepingAsks("answerer"));
    kernel.send("r1", ASKER, "a");
    kernel.advance(ofSeconds(4));
    assertThat(log(kernel, ASKER)).isEmpty();
    kernel.advance(ofSeconds(1));
    assertThat(log(kernel, ASKER)).containsExactly("a=UNKNOWN");
    long late = kernel.statistics().lateAnswers();
    kernel.send("r2", ANSWERER, "answer a");
    kernel.advance(ofSeconds(60));
    assertThat(log(kernel, ASKER)).containsExactly("a=UNKNOWN");
    assertThat(kernel.statistics().lateAnswers()).isEqualTo(late + 1);
    assertNothingPending(kernel);
  }

  @Test
  void theSecondAnswerIsDroppedAndCounted() {
    KernelHarness kernel = new KernelHarness(ASKING, keepingAsks("answerer"));
    kernel.send("r1", ASKER, "a");
    kernel.run();
    kernel.send("r2", ANSWERER, "answer a");
    kernel.send("r3", ANSWERER, "answer a");
    kernel.run();
    assertThat(log(kernel, ASKER)).containsExactly("a=kept");
    assertThat(kernel.statistics().lateAnswers()).isEqualTo(1);
  }

  @Test
  void anAnswerMayComeFromAnotherMachineInAnotherPartition() {
    onSeeds(
        20,
        seed -> {
          Definition<State, Event> forwarding =
              machine(
                  "answerer",
                  (state, event, step) -> {
                    if (event instanceof Ask(var word, var to)) {
                      step.send(THIRD, new Ask(word + "!", to));
                    }
                    return state;
                  });
          KernelHarness kernel = on(seed, ASKING, forwarding, Script.logging("third"));
          kernel.send("r1", ASKER, "a");
          Reply reply = kernel.ask("r2", ANSWERER, "b");
          kernel.run();
          assertThat(log(kernel, ASKER)).containsExactly("a=a!");
          assertThat(reply.value(String.class)).isEqualTo("b!");
        });
  }

  @Test
  void anAskOfAHaltedMachineFailsHalted() {
    KernelHarness kernel = new KernelHarness(ASKING, halting("answerer"));
    kernel.send("r1", ANSWERER, "halt");
    kernel.send("r2", ASKER, "a");
    kernel.run();
    assertThat(log(kernel, ASKER)).containsExactly("a=HALTED:answerer/1 is halted");
  }

  @Test
  void anAskThatHaltsItsMachineUnansweredFailsHalted() {
    KernelHarness kernel = new KernelHarness(ASKING, halting("answerer"));
    kernel.send("r1", ASKER, "halt");
    kernel.run();
    assertThat(log(kernel, ASKER)).containsExactly("halt=HALTED:answerer/1 has halted");
  }

  @Test
  void asksThatWaitAreRefusedWhenTheirMachineHalts() {
    KernelHarness kernel =
        new KernelHarness(
            ASKING,
            machine(
                "answerer",
                (state, event, step) -> event.is("halt") ? step.halt(state) : step.defer(state)));
    kernel.send("r1", ASKER, "a");
    Reply client = kernel.ask("r2", ANSWERER, "b");
    kernel.run();
    assertThat(client.isAnswered()).isFalse();
    kernel.send("r3", ANSWERER, "halt");
    kernel.run();
    assertThat(log(kernel, ASKER)).containsExactly("a=HALTED:answerer/1 is halted");
    assertThat(client.no().cause()).isEqualTo(Cause.HALTED);
  }

  @Test
  void aCancelledAskIsNeverAnswered() {
    KernelHarness kernel = new KernelHarness(cancelling("asker"), keepingAsks("answerer"));
    kernel.send("r1", ASKER, "ask");
    kernel.run();
    kernel.send("r2", ASKER, "cancel");
    kernel.send("r3", ANSWERER, "answer ask");
    kernel.advance(ofSeconds(60));
    assertThat(log(kernel, ASKER)).isEmpty();
    assertNothingPending(kernel);
  }

  /** The answer stands in the mailbox behind a deferred event when the ask is cancelled. */
  @Test
  void cancellingDropsAnAnswerThatAlreadyWaits() {
    for (boolean crash : new boolean[] {false, true}) {
      KernelHarness kernel = new KernelHarness(cancelling("asker"), Script.logging("answerer"));
      kernel.send("r1", ASKER, "busy");
      kernel.send("r2", ASKER, "ask");
      kernel.run();
      assertThat(kernel.view(ASKER).waiting()).as("the answer waits").isEqualTo(1);
      if (crash) {
        kernel.crash();
      }
      kernel.send("r3", ASKER, "cancel");
      kernel.send("r4", ASKER, "open");
      kernel.advance(ofSeconds(60));
      assertThat(log(kernel, ASKER)).isEmpty();
      assertThat(kernel.view(ASKER).waiting()).isZero();
      assertNothingPending(kernel);
    }
  }

  @Test
  void anAnswerThatWaitsIsNotOvertakenByTheEndOfPatience() {
    KernelHarness kernel = new KernelHarness(cancelling("asker"), Script.logging("answerer"));
    kernel.send("r1", ASKER, "busy");
    kernel.send("r2", ASKER, "ask");
    kernel.advance(ofSeconds(60));
    kernel.crash();
    kernel.advance(ofSeconds(60));
    kernel.send("r3", ASKER, "open");
    kernel.run();
    assertThat(log(kernel, ASKER)).containsExactly("ask=ask");
    assertNothingPending(kernel);
  }

  @Test
  void patienceSurvivesACrash() {
    KernelHarness kernel = new KernelHarness(ASKING, keepingAsks("answerer"));
    kernel.send("r1", ASKER, "a");
    kernel.run();
    kernel.crash();
    kernel.advance(ofSeconds(60));
    assertThat(log(kernel, ASKER)).containsExactly("a=UNKNOWN");
    kernel.crash();
    kernel.advance(ofSeconds(60));
    assertThat(log(kernel, ASKER)).containsExactly("a=UNKNOWN");
  }

  @Test
  void whateverCommitsFailThereIsExactlyOneOutcome() {
    onSeeds(
        100,
        seed -> {
          KernelHarness kernel = on(seed, ASKING, Script.logging("answerer"));
          Reply reply = kernel.send("r1", ASKER, "a");
          kernel.turns((int) seed);
          kernel
              .stores
              .getFirst()
              .fail(SimStore.Fault.UNKNOWN_WRITTEN, SimStore.Fault.UNKNOWN_LOST);
          kernel.run();
          if (!reply.isAnswered()) {
            kernel.send("r1", ASKER, "a");
          }
          kernel.advance(ofSeconds(60));
          assertThat(log(kernel, ASKER)).containsExactly("a=a");
          assertThat(log(kernel, ANSWERER)).containsExactly("a");
        });
  }

  @Test
  void aHaltedAskerLeavesNoAskBehind() {
    Definition<State, Event> asking =
        machine(
            "asker",
            (state, event, step) -> {
              if (event.is("halt")) {
                return step.halt(state);
              }
              Script.ask(step, ANSWERER, event.word(), ofSeconds(5));
              return state;
            });
    KernelHarness kernel = new KernelHarness(asking, keepingAsks("answerer"));
    kernel.send("r1", ASKER, "a");
    kernel.run();
    kernel.send("r2", ASKER, "halt");
    kernel.run();
    kernel.send("r3", ANSWERER, "answer a");
    kernel.advance(ofSeconds(60));
    assertNothingPending(kernel);
  }

  private static KernelHarness on(long seed, Definition<?, ?>... definitions) {
    return new KernelHarness(
        Settings.standard().partitions(1 + (int) (seed % 4)).seed(seed), definitions);
  }

  private static void assertNothingPending(KernelHarness kernel) {
    assertThat(kernel.stores.getFirst().size(Keys.ASK, Keys.CALL, Keys.DUE))
        .as("asks, calls and due times left")
        .isZero();
  }

  private static final MapKey<String, String> KEPT = MapKey.of("kept", String.class, String.class);

  /** Keeps where answers go, and answers when told. */
  private static Definition<State, Event> keepingAsks(String name) {
    return machine(
        name,
        (state, event, step) -> {
          if (event instanceof Ask(var word, var to)) {
            step.map(KEPT).put(word, to.address());
          } else if (event instanceof Do(var word)) {
            String address = step.map(KEPT).get(word.substring("answer ".length())).orElseThrow();
            step.reply(new ReplyTo<String>(address), "kept");
          }
          return state;
        });
  }

  private static Definition<State, Event> halting(String name) {
    return machine(
        name, (state, event, step) -> event.is("halt") ? step.halt(state) : state.and(event));
  }

  private static final MapKey<String, String> ASKED =
      MapKey.of("asked", String.class, String.class);

  /** Asks, cancels, and takes no outcome while it is busy. */
  private static Definition<State, Event> cancelling(String name) {
    return machine(
        name,
        (state, event, step) -> {
          if (event.is("ask") && event instanceof Do) {
            CallId call =
                step.<Event, String>ask(
                    ANSWERER,
                    String.class,
                    ofSeconds(5),
                    to -> new Ask("ask", to),
                    outcome -> new Got("ask", outcome));
            step.map(ASKED).put("id", call.value());
            return state;
          }
          return switch (event.word()) {
            case "cancel" -> {
              step.cancel(new CallId(step.map(ASKED).get("id").orElseThrow()));
              yield state;
            }
            case "busy" -> state.busy();
            case "open" -> state.open();
            default -> state instanceof Script.Busy ? step.defer(state) : state.and(event);
          };
        });
  }

  @Test
  void outcomesComeInTheOrderOfTheAnswers() {
    KernelHarness kernel = new KernelHarness(ASKING, Script.logging("answerer"));
    List<String> words = List.of("a", "b", "c", "d");
    words.forEach(word -> kernel.send(word, ASKER, word));
    kernel.run();
    assertThat(log(kernel, ASKER)).containsExactly("a=a", "b=b", "c=c", "d=d");
  }
}
