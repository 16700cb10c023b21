package dev.perdure.kernel;

import static dev.perdure.kernel.KernelHarness.onSeeds;
import static dev.perdure.kernel.Script.log;
import static dev.perdure.kernel.Script.machine;
import static dev.perdure.kernel.Script.ref;
import static java.time.Duration.ofSeconds;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.Definition;
import dev.perdure.MachineRef;
import dev.perdure.kernel.Inspection.Status;
import dev.perdure.kernel.KernelHarness.Settings;
import dev.perdure.kernel.Script.Busy;
import dev.perdure.kernel.Script.Do;
import dev.perdure.kernel.Script.Event;
import dev.perdure.kernel.Script.Handler;
import dev.perdure.kernel.Script.Look;
import dev.perdure.kernel.Script.Open;
import dev.perdure.kernel.Script.Paused;
import dev.perdure.kernel.Script.State;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Defer, ignore, reject, and raise. */
final class DeferTest {
  private static final MachineRef<Event> M = ref("m");

  /** Takes nothing but orders while it is busy. */
  private static final Definition<State, Event> DEFERRING =
      machine(
          "m",
          (state, event, step) ->
              switch (event.word()) {
                case "busy" -> state.and(event).busy();
                case "open" -> state.and(event).open();
                case "pause" -> state.and(event).paused();
                default ->
                    switch (state) {
                      case Open _ -> state.and(event);
                      case Busy _ -> step.defer(state);
                      case Paused _ ->
                          event.is("b") ? state.and("b while paused") : step.defer(state);
                    };
              });

  @Test
  void deferredEventsAreOfferedAgainInOrderAheadOfYoungerOnes() {
    onSeeds(
        30,
        seed -> {
          KernelHarness kernel = new KernelHarness(Settings.standard().seed(seed), DEFERRING);
          List.of("busy", "a", "b", "c", "open", "d").forEach(word -> kernel.send(word, M, word));
          kernel.run();
          assertThat(log(kernel, M)).containsExactly("busy", "open", "a", "b", "c", "d");
        });
  }

  @Test
  void deferredEventsSurviveACrash() {
    KernelHarness kernel = new KernelHarness(DEFERRING);
    List.of("busy", "a", "b").forEach(word -> kernel.send(word, M, word));
    kernel.run();
    kernel.crash();
    kernel.run();
    kernel.send("c", M, "c");
    kernel.send("open", M, "open");
    kernel.run();
    assertThat(log(kernel, M)).containsExactly("busy", "open", "a", "b", "c");
  }

  @Test
  void aDeferredEventIsAccepted() {
    KernelHarness kernel = new KernelHarness(DEFERRING);
    kernel.send("busy", M, "busy");
    Reply reply = kernel.send("a", M, "a");
    kernel.run();
    assertThat(reply.answer()).isEqualTo(new Answer.Accepted());
    assertThat(kernel.view(M).waiting()).isEqualTo(1);
  }

  @Test
  void eventsDeferredAgainKeepTheirPlace() {
    KernelHarness kernel = new KernelHarness(DEFERRING);
    List.of("busy", "a", "b", "c", "pause", "d", "open")
        .forEach(word -> kernel.send(word, M, word));
    kernel.run();
    assertThat(log(kernel, M))
        .containsExactly("busy", "pause", "b while paused", "open", "a", "c", "d");
  }

  @Test
  void movingWithinOneClassOfStateOffersNothingAgain() {
    KernelHarness kernel = new KernelHarness(DEFERRING);
    List.of("busy", "a", "busy")
        .forEach(word -> kernel.send(word + kernel.clock.nowMillis(), M, word));
    kernel.run();
    kernel.send("again", M, "busy");
    kernel.run();
    assertThat(kernel.statistics().deferred()).isEqualTo(1);
    assertThat(kernel.view(M).waiting()).isEqualTo(1);
  }

  /** Neither a crash, nor being passivated, nor an operator's look changes the state. */
  @Test
  void deferredEventsAreOfferedAgainOnlyInAnotherClassOfState() {
    int[] offered = new int[1];
    PartitionConfig oneActive =
        new PartitionConfig(1 << 20, 1 << 20, 2_000, 2_000, 1, 100, 2_000, 86_400_000, 10, 1 << 24);
    KernelHarness kernel =
        new KernelHarness(
            Settings.standard().config(oneActive),
            machine(
                "m",
                (state, event, step) -> {
                  if (event.is("later")) {
                    offered[0]++;
                    return state instanceof Open ? step.defer(state) : state;
                  }
                  return event.is("busy") ? state.busy() : state.and(event);
                }));
    IntStream.range(0, 100).forEach(i -> kernel.send("r" + i, M, "later"));
    kernel.run();
    kernel.crash();
    kernel.view(M);
    kernel.send("other", Script.type("m").ref("2"), "a");
    kernel.run();
    assertThat(kernel.statistics().active()).as("one was passivated").isEqualTo(1);
    kernel.send("again", M, "a");
    kernel.run();
    assertThat(offered[0]).isEqualTo(100);
    kernel.send("busy", M, "busy");
    kernel.run();
    assertThat(offered[0]).isEqualTo(200);
    assertThat(kernel.view(M).waiting()).isZero();
  }

  /** They stand before it, and were offered to this state. */
  @Test
  void theNextAttemptOfAnEventDoesNotOfferThoseDeferredBeforeItAgain() {
    int[] offered = new int[1];
    List<String> failing = new ArrayList<>(List.of("bad"));
    KernelHarness kernel =
        new KernelHarness(
            machine(
                "m",
                (state, event, step) -> {
                  if (event.is("later")) {
                    offered[0]++;
                    return step.defer(state);
                  }
                  if (failing.contains(event.word())) {
                    throw new IllegalStateException("injected");
                  }
                  return state.and(event);
                }));
    kernel.send("r1", M, "later");
    kernel.send("r2", M, "bad");
    kernel.send("r3", M, "later");
    kernel.advance(ofSeconds(60)); // Two attempts.
    failing.clear();
    kernel.operate(M, new Inspection.Verb.Retry());
    assertThat(log(kernel, M)).containsExactly("bad");
    assertThat(offered[0]).as("once each").isEqualTo(2);
    assertThat(kernel.view(M).waiting()).isEqualTo(2);
  }

  @Test
  void aQueryOfAMachineWithDeferredEventsIsAnswered() {
    KernelHarness kernel =
        new KernelHarness(
            machine(
                "m",
                (state, event, step) ->
                    event.is("later") ? step.defer(state) : Script.logged(state, event, step)));
    kernel.send("r1", M, "a");
    kernel.send("r2", M, "later");
    kernel.run();
    for (int round = 0; round < 2; round++) {
      Reply reply = kernel.look(M, "?");
      kernel.run();
      assertThat(reply.value(String.class)).isEqualTo("a");
      kernel.crash();
    }
  }

  /** What arrives while a mailbox is gone through waits there too: it must come to an end. */
  @Test
  void aMachineThatIsNeverIdleGetsDoneWithItsMailbox() {
    KernelHarness kernel =
        new KernelHarness(
            machine(
                "m",
                (state, event, step) -> {
                  if (event instanceof Look(_, var to)) {
                    step.reply(to, "seen");
                    return state;
                  }
                  if (event.is("busy")) {
                    return state.busy();
                  }
                  return event.is("later") && state instanceof Open ? step.defer(state) : state;
                }));
    kernel.send("later", M, "later");
    kernel.run();
    int sent = 0;
    for (; sent < 1_000; sent++) {
      kernel.send("r" + sent, M, "x");
    }
    kernel.send("busy", M, "busy");
    Reply asked = new Reply();
    for (int round = 0; round < 100; round++) {
      while (kernel.statistics().ready() < 1_000) {
        kernel.send("r" + sent++, M, "x");
      }
      if (round == 50) {
        asked = kernel.look(M, "?");
      }
      kernel.work(M, 256);
      kernel.commit(0);
      kernel.tellAll();
    }
    MachineRecord stored =
        MachineRecord.read(
            requireNonNull(kernel.storeOf(M).get(0, Keys.of(Keys.MACHINE, Keys.prefix(M)))));
    assertThat(kernel.statistics().steps()).isGreaterThan(20_000);
    assertThat(stored.nextWaiting()).as("events that went through the store").isLessThan(100);
    assertThat(asked.value(String.class)).isEqualTo("seen");
  }

  @Test
  void aDeferredFirstEventMakesTheMachine() {
    Handler handler = (state, event, step) -> event.is("a") ? step.defer(state) : state.busy();
    KernelHarness kernel = new KernelHarness(machine("m", handler));
    kernel.send("a", M, "a");
    kernel.run();
    kernel.crash();
    assertThat(kernel.view(M).status()).isEqualTo(Status.ACTIVE);
    assertThat(kernel.view(M).waiting()).isEqualTo(1);
    kernel.send("b", M, "b");
    kernel.run();
    assertThat(kernel.state(M)).isEqualTo(new Busy(List.of()));
  }

  /**
   * The step that changes the state commits, and then the node dies before the mailbox is gone
   * through.
   */
  @Test
  void aCrashWhileDeferredEventsAreOfferedLosesNone() {
    onSeeds(
        200,
        seed -> {
          KernelHarness kernel = new KernelHarness(Settings.standard().seed(seed), DEFERRING);
          kernel.send("busy", M, "busy");
          IntStream.range(0, 20).forEach(i -> kernel.send("n" + i, M, "n" + i));
          kernel.run();
          kernel.send("open", M, "open");
          kernel.turns((int) seed % 40);
          kernel.crash();
          kernel.send("open", M, "open");
          kernel.run();
          List<String> log = log(kernel, M);
          assertThat(log.subList(2, log.size()))
              .isEqualTo(IntStream.range(0, 20).mapToObj(i -> "n" + i).toList());
        });
  }

  @Test
  void manyDeferredEventsAreGoneThroughInBoundedReads() {
    KernelHarness kernel = new KernelHarness(DEFERRING);
    kernel.send("busy", M, "busy");
    IntStream.range(0, 1_000).forEach(i -> kernel.send("n" + i, M, "n" + i));
    kernel.run();
    int[] most = new int[1];
    kernel.watch(partition -> most[0] = Math.max(most[0], partition.inMemory().readAhead()));
    kernel.send("open", M, "open");
    kernel.run();
    assertThat(most[0]).isBetween(2, PartitionConfig.standard().maxReadAhead());
    assertThat(log(kernel, M)).hasSize(1_002);
    assertThat(kernel.stores.getFirst().size(Keys.WAITING, Keys.WORK)).isZero();
  }

  @Test
  void aDeferAfterAnEffectFailsTheStep() {
    assertParked(
        (state, event, step) -> {
          step.send(ref("m"), new Do("x"));
          return step.defer(state);
        },
        "must be all that a step does");
  }

  @Test
  void anEffectAfterADeferFailsTheStep() {
    assertParked(
        (state, event, step) -> {
          State deferred = step.defer(state);
          step.send(ref("m"), new Do("x"));
          return deferred;
        },
        "after defer, ignore or reject");
  }

  @Test
  void aDeferOfAnotherStateFailsTheStep() {
    assertParked((state, event, step) -> step.defer(state.and("x")), "the very state");
    assertParked((state, event, step) -> step.ignore(state.and("x")), "the very state");
    assertParked(
        (state, event, step) -> {
          step.defer(state);
          return state.busy();
        },
        "must return the state");
  }

  @Test
  void aRefusedVerbHasNoEffectAndAnotherMayFollow() {
    KernelHarness kernel =
        new KernelHarness(
            machine(
                "m",
                (state, event, step) -> {
                  try {
                    step.send(ref("unknown"), new Do("x"));
                  } catch (dev.perdure.UnknownMachineTypeException e) {
                    return step.reject(state, "no such type");
                  }
                  return state;
                }));
    kernel.send("r1", M, "a");
    kernel.run();
    assertThat(kernel.statistics().rejected()).isEqualTo(1);
    assertThat(kernel.statistics().failedAttempts()).isZero();
  }

  /** Calling on again with the state reached so far is one step. */
  @Test
  void aRaisedEventIsPartOfItsStep() {
    KernelHarness kernel = new KernelHarness(machine("m", DeferTest::raising));
    kernel.send("r1", M, "raise");
    kernel.run();
    assertThat(log(kernel, M)).containsExactly("raise", "raised");
    assertThat(kernel.statistics().steps()).isEqualTo(1);
  }

  @Test
  void aDeferWithinARaiseFailsTheStep() {
    assertParked(
        (state, event, step) ->
            event.is("inner")
                ? step.defer(state)
                : ((Handler) (s, e, st) -> st.defer(s))
                    .on(state.and("outer"), new Do("inner"), step),
        "the very state");
  }

  private static State raising(State state, Event event, dev.perdure.Step<Event> step) {
    return event.is("raise") ? raising(state.and(event), new Do("raised"), step) : state.and(event);
  }

  /** The step leaves no trace but a parked event with a reason. */
  private static void assertParked(Handler handler, String reason) {
    KernelHarness kernel = new KernelHarness(machine("m", handler));
    kernel.send("r1", M, "a");
    kernel.advance(ofSeconds(60));
    Inspection.MachineView view = kernel.view(M);
    assertThat(view.status()).isEqualTo(Status.QUARANTINED);
    assertThat(view.parked().orElseThrow().reason()).contains(reason);
    assertThat(view.waiting()).isEqualTo(1);
    assertThat(log(kernel, M)).isEmpty();
  }
}
