package dev.perdure.kernel;

import static dev.perdure.kernel.KernelHarness.onSeeds;
import static dev.perdure.kernel.Script.log;
import static dev.perdure.kernel.Script.machine;
import static dev.perdure.kernel.Script.ref;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.Definition;
import dev.perdure.MachineRef;
import dev.perdure.kernel.Inspection.Status;
import dev.perdure.kernel.KernelHarness.Settings;
import dev.perdure.kernel.Script.Busy;
import dev.perdure.kernel.Script.Do;
import dev.perdure.kernel.Script.Event;
import dev.perdure.kernel.Script.Handler;
import dev.perdure.kernel.Script.Open;
import dev.perdure.kernel.Script.Paused;
import dev.perdure.kernel.Script.State;
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
    kernel.send("open", M, "open");
    kernel.run();
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
