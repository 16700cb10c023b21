package dev.perdure.kernel;

import static dev.perdure.kernel.KernelHarness.onSeeds;
import static dev.perdure.kernel.Script.log;
import static dev.perdure.kernel.Script.machine;
import static dev.perdure.kernel.Script.ref;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.Definition;
import dev.perdure.DurableTimer;
import dev.perdure.MachineRef;
import dev.perdure.kernel.Inspection.Status;
import dev.perdure.kernel.Inspection.Verb;
import dev.perdure.kernel.KernelHarness.Settings;
import dev.perdure.kernel.Script.Busy;
import dev.perdure.kernel.Script.Event;
import dev.perdure.kernel.Script.Handler;
import dev.perdure.kernel.Script.State;
import dev.perdure.kernel.Script.Tick;
import dev.perdure.kernel.Script.Working;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** G6: timers are durable, fire exactly once, never early, and a stop or restart is final. */
final class TimersTest {
  private static final MachineRef<Event> M = ref("m");

  /** Knows a handful of words for timers; logs its ticks. */
  private static State clockwork(State state, Event event, dev.perdure.Step<Event> step) {
    switch (event.word()) {
      case "start" -> step.startTimer(DurableTimer.after(ofSeconds(10), new Tick("once")));
      case "start now" -> step.startTimer(DurableTimer.after(ZERO, new Tick("at once")));
      case "start nano" -> step.startTimer(DurableTimer.after(ofNanos(1), new Tick("nano")));
      case "repeat" -> step.startTimer(DurableTimer.every(ofSeconds(10), new Tick("again")));
      case "start a" ->
          step.startTimer(DurableTimer.after(ofSeconds(10), new Tick("a")).named("a"));
      case "start b" ->
          step.startTimer(DurableTimer.after(ofSeconds(20), new Tick("b")).named("b"));
      case "stop" -> step.stopTimer(Tick.class);
      case "stop a" -> step.stopTimer(Tick.class, "a");
      case "busy for a while" -> {
        step.startTimer(DurableTimer.after(ofSeconds(10), new Tick("late")).whileIn(Busy.class));
        return state.busy();
      }
      case "work for a while" -> {
        step.startTimer(DurableTimer.after(ofSeconds(10), new Tick("late")).whileIn(Working.class));
        return state.busy();
      }
      case "busy" -> {
        return state.busy();
      }
      case "pause" -> {
        return state.paused();
      }
      case "open" -> {
        return state.open();
      }
      default -> {
        return state.and(event);
      }
    }
    return state;
  }

  private static final Definition<State, Event> CLOCKWORK = machine("m", TimersTest::clockwork);

  @Test
  void aTimerFiresOnceAndNeverEarly() {
    KernelHarness kernel = told("start");
    kernel.advance(ofMillis(9_999));
    assertThat(log(kernel, M)).isEmpty();
    kernel.advance(ofMillis(1));
    assertThat(log(kernel, M)).containsExactly("once");
    kernel.advance(ofSeconds(100));
    assertThat(log(kernel, M)).containsExactly("once");
    assertNothingLeft(kernel);
  }

  @Test
  void aTimerOfNoDelayFiresInALaterStep() {
    KernelHarness kernel = told("start now");
    assertThat(log(kernel, M)).containsExactly("at once");
    assertThat(kernel.statistics().steps()).isEqualTo(2);
  }

  @Test
  void partsOfAMillisecondAreRoundedUp() {
    KernelHarness kernel = told("start nano");
    assertThat(log(kernel, M)).isEmpty();
    kernel.advance(ofMillis(1));
    assertThat(log(kernel, M)).containsExactly("nano");
  }

  @Test
  void aPeriodIsNeverShortened() {
    List<Long> fired = new ArrayList<>();
    KernelHarness kernel =
        new KernelHarness(
            machine(
                "m",
                (state, event, step) -> {
                  if (event instanceof Tick) {
                    fired.add(step.now().toEpochMilli());
                    if (fired.size() == 4) {
                      step.stopTimer(Tick.class);
                    }
                    return state;
                  }
                  step.startTimer(DurableTimer.every(ofNanos(1_900_000), new Tick("t")));
                  return state;
                }));
    long begin = kernel.clock.nowMillis();
    tell(kernel, "go");
    kernel.advance(ofSeconds(60));
    assertThat(fired).containsExactly(begin + 2, begin + 4, begin + 6, begin + 8);
  }

  @Test
  void aTimerSurvivesACrashAndFiresWhenItIsDue() {
    KernelHarness kernel = told("start");
    kernel.advance(ofSeconds(5));
    kernel.crash();
    kernel.advance(ofMillis(4_999));
    assertThat(log(kernel, M)).isEmpty();
    kernel.crash();
    kernel.advance(ofMillis(1));
    assertThat(log(kernel, M)).containsExactly("once");
    kernel.crash();
    kernel.advance(ofSeconds(60));
    assertThat(log(kernel, M)).containsExactly("once");
  }

  /** In the original a timer was lost when the commit after its handler failed. */
  @Test
  void aTimerIsNotLostWhenTheCommitOfItsStepFails() {
    onSeeds(
        100,
        seed -> {
          KernelHarness kernel = new KernelHarness(Settings.standard().seed(seed), CLOCKWORK);
          kernel.send("start", M, "start");
          kernel.run();
          kernel.clock.set(kernel.clock.nowMillis() + 10_000);
          kernel.turns((int) seed % 20);
          kernel
              .stores
              .getFirst()
              .fail(SimStore.Fault.UNKNOWN_LOST, SimStore.Fault.UNKNOWN_WRITTEN);
          kernel.advance(ofSeconds(60));
          assertThat(log(kernel, M)).containsExactly("once");
          assertNothingLeft(kernel);
        });
  }

  @Test
  void aPeriodicTimerHasAFixedDelay() {
    KernelHarness kernel = told("repeat");
    kernel.advance(ofSeconds(35));
    assertThat(log(kernel, M)).hasSize(3);
    kernel.crash();
    kernel.advance(ofSeconds(5));
    assertThat(log(kernel, M)).hasSize(4);
  }

  @Test
  void aPeriodicTimerThatCouldNotRunFiresOnceNotForEachPeriodMissed() {
    KernelHarness kernel = told("repeat");
    kernel.clock.set(kernel.clock.nowMillis() + 95_000);
    kernel.run();
    assertThat(log(kernel, M)).containsExactly("again");
    kernel.advance(ofMillis(9_999));
    assertThat(log(kernel, M)).hasSize(1);
    kernel.advance(ofMillis(1));
    assertThat(log(kernel, M)).hasSize(2);
  }

  @Test
  void aStoppedTimerNeverFires() {
    KernelHarness kernel = told("start", "repeat", "stop");
    kernel.advance(ofSeconds(100));
    assertThat(log(kernel, M)).isEmpty();
    assertNothingLeft(kernel);
  }

  @Test
  void aRestartedTimerFiresOnceAtItsLaterTime() {
    KernelHarness kernel = told("start");
    kernel.advance(ofSeconds(5));
    tell(kernel, "start");
    kernel.advance(ofMillis(9_999));
    assertThat(log(kernel, M)).isEmpty();
    kernel.advance(ofMillis(1));
    assertThat(log(kernel, M)).containsExactly("once");
  }

  /** The firing is in memory, due, when the stop is stepped ahead of it. */
  @Test
  void aFiringThatIsUnderWayWhenItsTimerIsStoppedIsNeverStepped() {
    onSeeds(
        50,
        seed -> {
          KernelHarness kernel = new KernelHarness(Settings.standard().seed(seed), CLOCKWORK);
          kernel.send("start", M, "start");
          kernel.run();
          kernel.clock.set(kernel.clock.nowMillis() + 10_000);
          kernel.send("stop", M, "stop");
          kernel.work(M, 1); // The stop stands in front of the firing, which is taken up here.
          kernel.run();
          kernel.advance(ofSeconds(60));
          assertThat(log(kernel, M)).isEmpty();
          assertNothingLeft(kernel);
        });
  }

  @Test
  void startAndStopInOneStepIsNoTimer() {
    KernelHarness kernel =
        new KernelHarness(
            machine(
                "m",
                (state, event, step) -> {
                  step.startTimer(DurableTimer.after(ofSeconds(1), new Tick("x")));
                  step.stopTimer(Tick.class);
                  return state;
                }));
    tell(kernel, "go");
    kernel.advance(ofSeconds(60));
    assertThat(log(kernel, M)).isEmpty();
    assertNothingLeft(kernel);
  }

  /** In the original, a stop and a start in one handler threw. */
  @Test
  void stopAndStartInOneStepIsARestart() {
    KernelHarness kernel =
        new KernelHarness(
            machine(
                "m",
                (state, event, step) -> {
                  if (event instanceof Tick) {
                    return state.and(event);
                  }
                  step.stopTimer(Tick.class);
                  step.startTimer(DurableTimer.after(ofSeconds(1), new Tick("x")));
                  return state;
                }));
    tell(kernel, "go");
    tell(kernel, "go on");
    kernel.advance(ofSeconds(60));
    assertThat(log(kernel, M)).containsExactly("x");
  }

  @Test
  void timersOfOneClassAreToldApartByName() {
    KernelHarness kernel = told("start", "start a", "start b", "stop a");
    kernel.advance(ofSeconds(100));
    assertThat(log(kernel, M)).containsExactly("once", "b");
  }

  @Test
  void aTimerOfAStateIsStoppedByTheStepThatLeavesIt() {
    KernelHarness kernel = told("busy for a while", "pause");
    kernel.advance(ofSeconds(100));
    assertThat(log(kernel, M)).isEmpty();
    assertNothingLeft(kernel);
  }

  @Test
  void aTimerOfASuperstateRunsOnWithinIt() {
    KernelHarness kernel = told("work for a while", "pause", "busy", "pause");
    kernel.crash();
    kernel.advance(ofSeconds(100));
    assertThat(log(kernel, M)).containsExactly("late");
    KernelHarness left = told("work for a while", "pause", "open");
    left.advance(ofSeconds(100));
    assertThat(log(left, M)).isEmpty();
  }

  @Test
  void aTimerOfAStateIsStoppedByALeavingStepAfterACrashToo() {
    KernelHarness kernel = told("busy for a while");
    kernel.crash();
    tell(kernel, "open");
    kernel.advance(ofSeconds(100));
    assertThat(log(kernel, M)).isEmpty();
    assertNothingLeft(kernel);
  }

  @Test
  void aTimerOfAStateThatTheStepDoesNotEndInFailsTheStep() {
    KernelHarness kernel =
        new KernelHarness(
            machine(
                "m",
                (state, event, step) -> {
                  step.startTimer(
                      DurableTimer.after(ofSeconds(1), new Tick("x")).whileIn(Busy.class));
                  return state;
                }));
    tell(kernel, "go");
    kernel.advance(ofSeconds(60));
    assertThat(kernel.view(M).parked().orElseThrow().reason()).contains("whileIn(Busy)");
    assertNothingLeft(kernel);
  }

  // ---- the names of scopes ----------------------------------------------------------------------

  /** A state may be called what a superstate is called. */
  @Test
  void aScopeIsTheSuperstateAndNotAStateOfItsName() {
    for (Definition<State, Event> named :
        List.of(
            CLOCKWORK.named(Busy.class, "Working"),
            CLOCKWORK.named(Busy.class, "w").named(Working.class, "w"))) {
      KernelHarness kernel = new KernelHarness(named);
      tell(kernel, "work for a while", "pause");
      kernel.advance(ofSeconds(60));
      assertThat(log(kernel, M)).containsExactly("late");
      KernelHarness state = new KernelHarness(named);
      tell(state, "busy for a while", "pause");
      state.advance(ofSeconds(60));
      assertThat(log(state, M)).isEmpty();
    }
  }

  /** Renamed or moved, it is the same by its durable name, and without one another. */
  @Test
  void aSuperstateIsKnownByItsDurableName() {
    Definition<State, Event> before = CLOCKWORK.named(Working.class, "before");
    for (Definition<State, Event> after :
        List.of(before, CLOCKWORK.named(Working.class, "after"))) {
      KernelHarness kernel = new KernelHarness(before);
      tell(kernel, "work for a while");
      kernel.redeploy(after);
      tell(kernel, "pause");
      kernel.advance(ofSeconds(60));
      assertThat(log(kernel, M)).hasSize(after.equals(before) ? 1 : 0);
      assertNothingLeft(kernel);
    }
  }

  /** It is stored under the bare name of its class. */
  @Test
  void aScopeOfAnOlderFormatIsRead() {
    KernelHarness kernel = told("work for a while");
    byte[] key = Keys.of(Keys.MACHINE, Keys.prefix(M));
    MachineRecord stored =
        MachineRecord.read(Objects.requireNonNull(kernel.storeOf(M).get(0, key)));
    var older = new MachineRecord.ScopedTimer(stored.scoped().getFirst().id(), "Working");
    kernel
        .storeOf(M)
        .plant(
            0,
            key,
            new MachineRecord(
                    stored.status(),
                    stored.firstWaiting(),
                    stored.nextWaiting(),
                    stored.waiting(),
                    List.of(older),
                    stored.holdings(),
                    stored.stateName(),
                    stored.state())
                .toBytes());
    kernel.crash();
    tell(kernel, "pause");
    kernel.advance(ofSeconds(60));
    assertThat(log(kernel, M)).containsExactly("late");
    assertNothingLeft(kernel);
  }

  // ---- stale firings that wait ------------------------------------------------------------------

  /** Defers ticks while it is busy. */
  private static final Definition<State, Event> DEFERRING =
      machine(
          "m",
          (state, event, step) ->
              state instanceof Busy && event instanceof Tick
                  ? step.defer(state)
                  : clockwork(state, event, step));

  @Test
  void aDeferredFiringIsSteppedOnceInAnotherState() {
    for (boolean crash : new boolean[] {false, true}) {
      KernelHarness kernel = new KernelHarness(DEFERRING);
      tell(kernel, "busy", "start");
      kernel.advance(ofSeconds(60));
      assertThat(kernel.view(M).waiting()).isEqualTo(1);
      if (crash) {
        kernel.crash();
        kernel.advance(ofSeconds(60));
      }
      tell(kernel, "open");
      kernel.advance(ofSeconds(60));
      assertThat(log(kernel, M)).containsExactly("once");
      assertNothingLeft(kernel);
    }
  }

  @Test
  void aDeferredFiringOfAStoppedTimerIsNeverStepped() {
    for (boolean crash : new boolean[] {false, true}) {
      KernelHarness kernel = new KernelHarness(DEFERRING);
      tell(kernel, "busy", "start");
      kernel.advance(ofSeconds(60));
      tell(kernel, "stop");
      if (crash) {
        kernel.crash();
      }
      tell(kernel, "open");
      kernel.advance(ofSeconds(60));
      assertThat(log(kernel, M)).isEmpty();
      assertThat(kernel.statistics().staleFirings()).isEqualTo(1);
      assertThat(kernel.view(M).waiting()).isZero();
      assertNothingLeft(kernel);
    }
  }

  @Test
  void aDeferredFiringOfARestartedTimerIsNotTheOneThatIsStepped() {
    KernelHarness kernel = new KernelHarness(DEFERRING);
    tell(kernel, "busy", "start");
    kernel.advance(ofSeconds(60));
    tell(kernel, "start", "open");
    kernel.advance(ofMillis(9_999));
    assertThat(log(kernel, M)).isEmpty();
    kernel.advance(ofMillis(1));
    assertThat(log(kernel, M)).containsExactly("once");
  }

  @Test
  void aDeferredPeriodicFiringIsOneAndRunsOn() {
    KernelHarness kernel = new KernelHarness(DEFERRING);
    tell(kernel, "busy", "repeat");
    kernel.advance(ofSeconds(95));
    assertThat(kernel.view(M).waiting()).isEqualTo(1);
    kernel.crash();
    tell(kernel, "open");
    kernel.run();
    assertThat(log(kernel, M)).containsExactly("again");
    kernel.advance(ofSeconds(10));
    assertThat(log(kernel, M)).containsExactly("again", "again");
  }

  @Test
  void aFiringBehindAFailingEventIsNotSteppedOnceItsTimerIsStopped() {
    List<String> failing = new ArrayList<>(List.of("fail"));
    Handler handler =
        (state, event, step) -> {
          if (failing.contains(event.word())) {
            throw new IllegalStateException("injected");
          }
          return event.is("fail")
              ? clockwork(state, new Script.Do("stop"), step)
              : clockwork(state, event, step);
        };
    KernelHarness kernel = new KernelHarness(machine("m", handler));
    tell(kernel, "start");
    kernel.advance(ofSeconds(5));
    tell(kernel, "fail"); // Tried again in some seconds, then parked.
    kernel.advance(ofSeconds(60));
    assertThat(kernel.view(M).status()).isEqualTo(Status.QUARANTINED);
    assertThat(kernel.view(M).waiting()).as("the firing waits").isEqualTo(2);
    failing.clear();
    kernel.operate(M, new Verb.Retry());
    kernel.advance(ofSeconds(60));
    assertThat(log(kernel, M)).isEmpty();
    assertThat(kernel.statistics().staleFirings()).isEqualTo(1);
    assertNothingLeft(kernel);
  }

  @Test
  void aFiringWhoseHandlerFailsIsTriedAgainAndThenSteppedOnce() {
    List<String> failing = new ArrayList<>(List.of("again"));
    KernelHarness kernel =
        new KernelHarness(
            machine(
                "m",
                (state, event, step) -> {
                  if (failing.remove(event.word())) {
                    throw new IllegalStateException("injected");
                  }
                  return clockwork(state, event, step);
                }));
    tell(kernel, "repeat");
    kernel.advance(ofSeconds(10));
    assertThat(log(kernel, M)).isEmpty();
    kernel.crash();
    kernel.advance(ofSeconds(10)); // The next attempt is due within ten seconds after the first.
    assertThat(log(kernel, M)).containsExactly("again");
    kernel.advance(ofSeconds(10));
    assertThat(log(kernel, M)).containsExactly("again", "again");
  }

  // ---- halts and bounds -------------------------------------------------------------------------

  @Test
  void theTimersOfAHaltedMachineAreGone() {
    for (boolean committed : new boolean[] {true, false}) {
      KernelHarness kernel =
          new KernelHarness(
              machine(
                  "m",
                  (state, event, step) ->
                      event.is("halt") ? step.halt(state) : clockwork(state, event, step)));
      kernel.send("1", M, "repeat");
      kernel.send("2", M, "start a");
      kernel.send("3", M, "halt");
      if (committed) {
        kernel.run();
      } else {
        kernel.work(M, 100);
      }
      kernel.clock.set(kernel.clock.nowMillis() + 30_000);
      kernel.work(M, 100);
      kernel.advance(ofSeconds(100));
      assertThat(kernel.view(M).status()).isEqualTo(Status.HALTED);
      assertThat(kernel.nextDueMillis()).isEqualTo(Long.MAX_VALUE);
      assertNothingLeft(kernel);
    }
  }

  @Test
  void manyTimersPassThroughASmallWindowInMemory() {
    onSeeds(
        10,
        seed -> {
          PartitionConfig tiny =
              new PartitionConfig(1 << 20, 1 << 20, 5, 10, 3, 2, 10, 86_400_000, 2, 1 << 24);
          KernelHarness kernel =
              new KernelHarness(Settings.standard().config(tiny).seed(seed), CLOCKWORK);
          kernel.watch(
              partition ->
                  assertThat(partition.inMemory().timers()).isLessThanOrEqualTo(tiny.maxTimers()));
          List<MachineRef<Event>> all =
              IntStream.range(0, 40).mapToObj(i -> Script.type("m").ref("" + i)).toList();
          for (MachineRef<Event> one : all) {
            kernel.send(one.key(), one, "start b");
            kernel.run();
            kernel.send(one.key() + "a", one, "start a");
            kernel.run();
          }
          kernel.advance(ofSeconds(9));
          kernel.crash();
          kernel.advance(ofSeconds(60));
          for (MachineRef<Event> one : all) {
            assertThat(log(kernel, one)).containsExactly("a", "b");
          }
          assertNothingLeft(kernel);
        });
  }

  @Test
  void aClockThatJumpsBackFiresNothingEarly() {
    KernelHarness kernel = told("start");
    long due = kernel.clock.nowMillis() + 10_000;
    kernel.clock.set(due - 100_000);
    kernel.run();
    kernel.crash();
    kernel.run();
    assertThat(log(kernel, M)).isEmpty();
    kernel.clock.set(due);
    kernel.run();
    assertThat(log(kernel, M)).containsExactly("once");
  }

  private static KernelHarness told(String... words) {
    KernelHarness kernel = new KernelHarness(CLOCKWORK);
    tell(kernel, words);
    return kernel;
  }

  private static void tell(KernelHarness kernel, String... words) {
    for (String word : words) {
      kernel.send("r" + kernel.statistics().steps() + kernel.clock.nowMillis() + word, M, word);
      kernel.run();
    }
  }

  private static void assertNothingLeft(KernelHarness kernel) {
    assertThat(kernel.stores.getFirst().size(Keys.TIMER, Keys.DUE)).as("timers left").isZero();
  }

  /** The longest delay there may be is kept. */
  @Test
  void aTimerOfAHundredYearsIsKept() {
    KernelHarness kernel =
        new KernelHarness(
            machine(
                "m",
                (state, event, step) -> {
                  step.startTimer(DurableTimer.after(Duration.ofDays(36_500), new Tick("x")));
                  return state;
                }));
    tell(kernel, "go");
    assertThat(kernel.nextDueMillis())
        .isEqualTo(kernel.clock.nowMillis() + Duration.ofDays(36_500).toMillis());
  }
}
