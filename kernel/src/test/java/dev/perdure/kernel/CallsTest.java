package dev.perdure.kernel;

import static dev.perdure.kernel.KernelHarness.onSeeds;
import static dev.perdure.kernel.Script.log;
import static dev.perdure.kernel.Script.machine;
import static dev.perdure.kernel.Script.ref;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.Activity;
import dev.perdure.CallId;
import dev.perdure.Definition;
import dev.perdure.MachineRef;
import dev.perdure.MapKey;
import dev.perdure.Outcome.Cause;
import dev.perdure.Part;
import dev.perdure.kernel.Inspection.Status;
import dev.perdure.kernel.KernelHarness.Settings;
import dev.perdure.kernel.Output.ActivityCall;
import dev.perdure.kernel.Script.Do;
import dev.perdure.kernel.Script.Event;
import dev.perdure.kernel.Script.Got;
import dev.perdure.kernel.Script.State;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Activity calls: after the commit, at least once under one key, and exactly one outcome. */
final class CallsTest {
  private static final MachineRef<Event> M = ref("m");
  private static final Activity<String, String> SHOUT =
      Activity.of("shout", String.class, String.class, Activity.Policy.standard());
  private static final MapKey<String, String> CALLS =
      MapKey.of("calls", String.class, String.class);

  /** Calls with what it is told, but for a few words. */
  private static final Definition<State, Event> CALLING =
      machine(
          "m",
          (state, event, step) -> {
            if (!(event instanceof Do)) {
              return state instanceof Script.Busy ? step.defer(state) : state.and(event);
            }
            String word = event.word();
            switch (word) {
              case "cancel" -> step.cancel(new CallId(step.map(CALLS).get("last").orElseThrow()));
              case "halt" -> step.halt(state);
              case "call and halt" -> {
                step.call(SHOUT, word, outcome -> new Got(word, outcome));
                step.halt(state);
              }
              case "call and cancel" ->
                  step.cancel(step.call(SHOUT, word, outcome -> new Got(word, outcome)));
              case "busy" -> {
                return state.busy();
              }
              case "open" -> {
                return state.open();
              }
              default -> {
                CallId call = step.call(SHOUT, word, outcome -> new Got(word, outcome));
                step.map(CALLS).put("last", call.value());
              }
            }
            return state;
          });

  private static final Part LOUD = SHOUT.with((word, _) -> word + "!");

  @Test
  void theOutcomeComesBackAsAnEvent() {
    KernelHarness kernel = new KernelHarness(CALLING, LOUD);
    kernel.send("r1", M, "a");
    kernel.run();
    assertThat(log(kernel, M)).containsExactly("a=a!");
    assertNothingPending(kernel);
  }

  @Test
  void anActivityThatThrowsIsADefiniteError() {
    Part failing =
        SHOUT.with(
            (_, _) -> {
              throw new IllegalStateException("injected");
            });
    KernelHarness kernel = new KernelHarness(CALLING, failing);
    kernel.send("r1", M, "a");
    kernel.run();
    assertThat(log(kernel, M).getFirst()).startsWith("a=ERROR:").contains("injected");
  }

  @Test
  void aCallIsHandedOutOnlyAfterItsCommit() {
    KernelHarness kernel = new KernelHarness(CALLING, LOUD);
    kernel.holdCalls();
    kernel.send("r1", M, "a");
    while (kernel.work(M, 10) > 0) {}
    assertThat(kernel.calls()).isEmpty();
    kernel.commit(0);
    assertThat(kernel.calls()).hasSize(1);
  }

  @Test
  void aCallIsRunAgainAfterACrashUnderTheSameKey() {
    KernelHarness kernel = new KernelHarness(CALLING, LOUD);
    kernel.holdCalls();
    kernel.send("r1", M, "a");
    kernel.run();
    ActivityCall first = kernel.calls().getFirst();
    kernel.crash();
    kernel.run();
    ActivityCall second = kernel.calls().getFirst();
    assertThat(second.idempotencyKey()).isEqualTo(first.idempotencyKey());
    assertThat(second.callId()).isEqualTo(first.callId());
    assertThat(second.request()).isEqualTo(first.request());
    kernel.finishCall(second, kernel.done("x"));
    kernel.run();
    kernel.crash();
    kernel.run();
    assertThat(kernel.calls()).isEmpty();
    assertThat(log(kernel, M)).containsExactly("a=x");
  }

  /** Whoever runs it must know that "no" may no longer be the whole truth. */
  @Test
  void aCallOfAnEarlierOpeningMayHaveRun() {
    KernelHarness kernel =
        new KernelHarness(
            Settings.standard()
                .config(
                    new PartitionConfig(
                        1 << 20, 1 << 20, 100, 100, 10, 10, 10, 86_400_000L, 1, 1 << 24)),
            CALLING,
            LOUD);
    kernel.holdCalls();
    kernel.send("r1", M, "a");
    kernel.send("r2", M, "b");
    kernel.run();
    assertThat(kernel.calls()).extracting(ActivityCall::mayHaveRun).containsExactly(false);
    kernel.finishCall(kernel.calls().getFirst(), kernel.done("x"));
    kernel.run();
    assertThat(kernel.calls())
        .as("waited for room in this opening")
        .extracting(ActivityCall::mayHaveRun)
        .containsExactly(false);
    kernel.crash();
    kernel.run();
    assertThat(kernel.calls()).extracting(ActivityCall::mayHaveRun).containsExactly(true);
  }

  /** The run of the old incarnation and the one of the new both come back. */
  @Test
  void theSecondOutcomeOfACallIsDroppedAndCounted() {
    KernelHarness kernel = new KernelHarness(CALLING, LOUD);
    kernel.holdCalls();
    kernel.send("r1", M, "a");
    kernel.run();
    ActivityCall call = kernel.calls().getFirst();
    kernel.finishCall(call, kernel.done("x"));
    kernel.partitionOf(M).callFinished(M, call.callId(), kernel.done("y"));
    kernel.run();
    assertThat(log(kernel, M)).containsExactly("a=x");
    assertThat(kernel.statistics().lateAnswers()).isEqualTo(1);
  }

  @Test
  void aCancelledCallHasNoOutcome() {
    KernelHarness kernel = new KernelHarness(CALLING, LOUD);
    kernel.holdCalls();
    kernel.send("r1", M, "a");
    kernel.run();
    kernel.send("r2", M, "cancel");
    kernel.run();
    kernel.finishCall(kernel.calls().getFirst(), kernel.done("x"));
    kernel.run();
    assertThat(log(kernel, M)).isEmpty();
    kernel.crash();
    kernel.run();
    assertThat(kernel.calls()).as("run again").isEmpty();
    assertNothingPending(kernel);
  }

  @Test
  void cancellingDropsAnOutcomeThatAlreadyWaits() {
    for (boolean crash : new boolean[] {false, true}) {
      KernelHarness kernel = new KernelHarness(CALLING, LOUD);
      kernel.send("r1", M, "a");
      kernel.send("r2", M, "busy");
      kernel.run();
      assertThat(kernel.view(M).waiting()).isEqualTo(1);
      if (crash) {
        kernel.crash();
      }
      kernel.send("r3", M, "cancel");
      kernel.send("r4", M, "open");
      kernel.run();
      assertThat(log(kernel, M)).isEmpty();
      assertNothingPending(kernel);
    }
  }

  @Test
  void anOutcomeThatWaitsIsNotRunAgainAfterACrash() {
    KernelHarness kernel = new KernelHarness(CALLING, LOUD);
    kernel.send("r1", M, "a");
    kernel.send("r2", M, "busy");
    kernel.run();
    kernel.holdCalls();
    kernel.crash();
    kernel.run();
    assertThat(kernel.calls()).isEmpty();
    kernel.send("r3", M, "open");
    kernel.run();
    assertThat(log(kernel, M)).containsExactly("a=a!");
  }

  @Test
  void callsBeyondTheBoundWaitTheirTurnDurably() {
    onSeeds(
        20,
        seed -> {
          PartitionConfig three =
              new PartitionConfig(
                  1 << 20, 1 << 20, 100, 100, 100, 100, 100, 86_400_000, 3, 1 << 24);
          KernelHarness kernel =
              new KernelHarness(Settings.standard().config(three).seed(seed), CALLING, LOUD);
          kernel.holdCalls();
          List<MachineRef<Event>> all =
              IntStream.range(0, 20).mapToObj(i -> Script.type("m").ref("" + i)).toList();
          all.forEach(one -> kernel.send(one.key(), one, "a"));
          kernel.run();
          Set<String> ran = new LinkedHashSet<>();
          while (!kernel.calls().isEmpty()) {
            assertThat(kernel.calls()).hasSizeLessThanOrEqualTo(3);
            ActivityCall call = kernel.calls().getFirst();
            if (!ran.add(call.callId())) {
              throw new AssertionError("ran twice: " + call);
            }
            kernel.finishCall(call, kernel.done("x"));
            kernel.run();
            if (ran.size() == 9) {
              kernel.crash();
              kernel.run();
            }
          }
          all.forEach(one -> assertThat(log(kernel, one)).containsExactly("a=x"));
          assertNothingPending(kernel);
        });
  }

  @Test
  void aCancelledCallThatNeverGotItsTurnIsNeverRun() {
    PartitionConfig one =
        new PartitionConfig(1 << 20, 1 << 20, 100, 100, 100, 100, 100, 86_400_000, 1, 1 << 24);
    KernelHarness kernel = new KernelHarness(Settings.standard().config(one), CALLING, LOUD);
    kernel.holdCalls();
    MachineRef<Event> other = Script.type("m").ref("2");
    kernel.send("r1", other, "first");
    kernel.run();
    kernel.send("r2", M, "second");
    kernel.run();
    kernel.send("r3", M, "cancel");
    kernel.run();
    kernel.finishCall(kernel.calls().getFirst(), kernel.done("x"));
    kernel.run();
    assertThat(kernel.calls()).isEmpty();
  }

  @Test
  void theOutcomeForAHaltedMachineIsDropped() {
    KernelHarness kernel = new KernelHarness(CALLING, LOUD);
    kernel.holdCalls();
    kernel.send("r1", M, "a");
    kernel.run();
    kernel.send("r2", M, "halt");
    kernel.run();
    kernel.finishCall(kernel.calls().getFirst(), kernel.done("x"));
    kernel.run();
    assertThat(kernel.view(M).status()).isEqualTo(Status.HALTED);
    assertNothingPending(kernel);
  }

  @Test
  void aCallThatIsCancelledInItsOwnStepIsNeverRun() {
    KernelHarness kernel = new KernelHarness(CALLING, LOUD);
    kernel.holdCalls();
    kernel.send("r1", M, "call and cancel");
    kernel.run();
    assertThat(kernel.calls()).isEmpty();
    assertNothingPending(kernel);
  }

  @Test
  void aCallOfAHaltingStepIsRunThoughTheNodeDies() {
    for (boolean handedOut : new boolean[] {true, false}) {
      KernelHarness kernel = new KernelHarness(CALLING, LOUD);
      kernel.holdCalls();
      kernel.send("r1", M, "call and halt");
      while (kernel.work(M, 10) > 0) {}
      if (handedOut) {
        kernel.run();
        assertThat(kernel.calls()).hasSize(1);
      } else {
        kernel.stores.getFirst().fail(SimStore.Fault.UNKNOWN_WRITTEN);
      }
      kernel.run();
      kernel.crash();
      kernel.run();
      assertThat(kernel.calls()).extracting(ActivityCall::caller).hasSize(1).containsOnly(M);
      kernel.finishCall(kernel.calls().getFirst(), kernel.done("x"));
      kernel.run();
      assertNothingPending(kernel);
      kernel.crash();
      kernel.run();
      assertThat(kernel.calls()).as("run again").isEmpty();
    }
  }

  /** It waits for its turn behind one that runs when its machine has ended, or ends meanwhile. */
  @Test
  void aCallBeyondTheBoundIsRunThoughItsMachineHasHalted() {
    for (List<String> words : List.of(List.of("call and halt"), List.of("a", "halt"))) {
      PartitionConfig one =
          new PartitionConfig(1 << 20, 1 << 20, 100, 100, 100, 100, 100, 86_400_000, 1, 1 << 24);
      KernelHarness kernel = new KernelHarness(Settings.standard().config(one), CALLING, LOUD);
      kernel.holdCalls();
      kernel.send("r0", Script.type("m").ref("2"), "first");
      kernel.run();
      for (String word : words) {
        kernel.send(word, M, word);
        kernel.run();
      }
      assertThat(kernel.view(M).status()).isEqualTo(Status.HALTED);
      assertThat(kernel.calls()).hasSize(1);
      kernel.finishCall(kernel.calls().getFirst(), kernel.done("x"));
      kernel.run();
      assertThat(kernel.calls()).extracting(ActivityCall::caller).hasSize(1).containsOnly(M);
      kernel.finishCall(kernel.calls().getFirst(), kernel.done("x"));
      kernel.run();
      assertNothingPending(kernel);
    }
  }

  @Test
  void anOperatorWhoHaltsAMachineDoesNotCancelItsCalls() {
    KernelHarness kernel = new KernelHarness(CALLING, LOUD);
    kernel.holdCalls();
    kernel.send("r1", M, "a");
    kernel.run();
    kernel.operate(M, new Inspection.Verb.Halt());
    kernel.crash();
    kernel.run();
    assertThat(kernel.calls()).extracting(ActivityCall::caller).hasSize(1).containsOnly(M);
    kernel.finishCall(kernel.calls().getFirst(), kernel.done("x"));
    kernel.run();
    assertNothingPending(kernel);
  }

  @Test
  void aCallWithoutCodeFailsTheStep() {
    KernelHarness kernel = new KernelHarness(CALLING);
    kernel.send("r1", M, "a");
    kernel.advance(ofSeconds(60));
    assertThat(kernel.view(M).parked().orElseThrow().reason())
        .contains("IllegalStateException")
        .contains("activity 'shout' has no code");
  }

  @Test
  void anAnswerOfAnotherShapeIsAnError() {
    KernelHarness kernel = new KernelHarness(CALLING, LOUD);
    kernel.holdCalls();
    kernel.send("r1", M, "a");
    kernel.run();
    kernel.finishCall(kernel.calls().getFirst(), new Answer.Value(new byte[] {1, 2, 3}));
    kernel.run();
    assertThat(log(kernel, M).getFirst()).startsWith("a=" + Cause.ERROR + ":");
  }

  @Test
  void whateverCommitsFailEachCallHasOneOutcomeAndOneKey() {
    onSeeds(
        100,
        seed -> {
          List<String> keys = new ArrayList<>();
          Part recording =
              SHOUT.with(
                  (word, attempt) -> {
                    keys.add(attempt.idempotencyKey());
                    return word + "!";
                  });
          KernelHarness kernel =
              new KernelHarness(Settings.standard().seed(seed), CALLING, recording);
          kernel.send("r1", M, "a");
          kernel.turns((int) seed % 50);
          kernel
              .stores
              .getFirst()
              .fail(SimStore.Fault.UNKNOWN_LOST, SimStore.Fault.UNKNOWN_WRITTEN);
          kernel.run();
          kernel.send("r1", M, "a");
          kernel.run();
          assertThat(log(kernel, M)).containsExactly("a=a!");
          assertThat(new LinkedHashSet<>(keys)).hasSize(1);
          assertNothingPending(kernel);
        });
  }

  private static void assertNothingPending(KernelHarness kernel) {
    assertThat(kernel.stores.getFirst().size(Keys.ASK, Keys.CALL, Keys.WAITING)).isZero();
  }
}
