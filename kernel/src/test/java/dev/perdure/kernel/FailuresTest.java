package dev.perdure.kernel;

import static dev.perdure.kernel.KernelHarness.onSeeds;
import static dev.perdure.kernel.Script.log;
import static dev.perdure.kernel.Script.machine;
import static dev.perdure.kernel.Script.ref;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.Definition;
import dev.perdure.DurableTimer;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.MapKey;
import dev.perdure.Outcome.Cause;
import dev.perdure.ReplyTo;
import dev.perdure.RetryPolicy;
import dev.perdure.Step;
import dev.perdure.kernel.Inspection.MachineView;
import dev.perdure.kernel.Inspection.ParkedView;
import dev.perdure.kernel.Inspection.Result;
import dev.perdure.kernel.Inspection.Status;
import dev.perdure.kernel.Inspection.Verb;
import dev.perdure.kernel.KernelHarness.Settings;
import dev.perdure.kernel.Script.Ask;
import dev.perdure.kernel.Script.Do;
import dev.perdure.kernel.Script.Event;
import dev.perdure.kernel.Script.Got;
import dev.perdure.kernel.Script.Handler;
import dev.perdure.kernel.Script.Look;
import dev.perdure.kernel.Script.Open;
import dev.perdure.kernel.Script.State;
import dev.perdure.kernel.Script.Tick;
import dev.perdure.kernel.spi.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** G8: a handler that throws leaves no trace, is tried again, and at last parked, in order. */
final class FailuresTest {
  private static final MachineRef<Event> M = ref("m");
  private static final MachineRef<Event> OTHER = Script.type("m").ref("2");
  private static final MachineRef<Event> SINK = ref("sink");
  private static final MapKey<String, String> MAP = MapKey.of("map", String.class, String.class);

  /** Words that make the handler throw, until they are taken out. */
  private final List<String> failing = new ArrayList<>();

  /** Throws, after it did everything a step can do. */
  private State failing(State state, Event event, Step<Event> step) {
    if (failing.contains(event.word())) {
      step.send(SINK, new Do("leaked"));
      step.startTimer(DurableTimer.after(ofSeconds(1), new Tick("leaked")));
      step.map(MAP).put("leaked", "x");
      Script.ask(step, SINK, "leaked", ofSeconds(1));
      if (event instanceof Ask(_, var to)) {
        step.reply(to, "leaked");
      }
      throw new IllegalArgumentException("injected for " + event.word());
    }
    if (event.is("look into the map")) {
      return state.and("" + step.map(MAP).get("leaked").isPresent());
    }
    return Script.logged(state, event, step);
  }

  private KernelHarness kernel() {
    return new KernelHarness(machine("m", this::failing), Script.logging("sink"));
  }

  @Test
  void aFailedStepLeavesNoTrace() {
    failing.add("bad");
    KernelHarness kernel = kernel();
    kernel.send("r1", M, "look into the map");
    Reply reply = kernel.ask("r2", M, "bad");
    kernel.advance(ofSeconds(60));
    assertThat(kernel.exists(SINK)).isFalse();
    assertThat(reply.isAnswered()).isFalse();
    assertThat(log(kernel, M)).containsExactly("false");
    assertThat(kernel.stores.getFirst().size(Keys.TIMER, Keys.DUE, Keys.ASK, Keys.MAP)).isZero();
    failing.clear();
    kernel.operate(M, new Verb.Retry());
    kernel.send("r3", M, "look into the map");
    kernel.run();
    assertThat(log(kernel, M)).containsExactly("false", "bad", "false");
    assertThat(reply.value(String.class)).isEqualTo("bad");
  }

  @Test
  void aFailedEventIsTriedAgainAfterTheBackoff() {
    failing.add("bad");
    KernelHarness kernel = kernel();
    kernel.send("r1", M, "bad");
    kernel.run();
    failing.clear();
    kernel.advance(ofMillis(4_999));
    assertThat(log(kernel, M)).isEmpty();
    kernel.advance(ofMillis(5_001)); // The pause is between half and the whole of ten seconds.
    assertThat(log(kernel, M)).containsExactly("bad");
    assertThat(kernel.statistics().failedAttempts()).isEqualTo(1);
    assertThat(kernel.stores.getFirst().size(Keys.WAITING, Keys.WORK)).isZero();
  }

  @Test
  void thePauseDoublesUpToItsBound() {
    RetryPolicy policy = new RetryPolicy(6, ofMillis(100), ofMillis(350));
    List<Long> times = new ArrayList<>();
    KernelHarness[] holder = new KernelHarness[1];
    holder[0] =
        new KernelHarness(
            machine(
                    "m",
                    (state, event, step) -> {
                      times.add(holder[0].clock.nowMillis());
                      throw new IllegalStateException("injected");
                    })
                .retry(policy));
    holder[0].send("r1", M, "bad");
    holder[0].advance(ofSeconds(60));
    assertThat(times).hasSize(6);
    long[] longest = {100, 200, 350, 350, 350};
    for (int i = 0; i < longest.length; i++) {
      assertThat(times.get(i + 1) - times.get(i)).isBetween(longest[i] / 2, longest[i]);
    }
  }

  @Test
  void aBackoffBelowAMillisecondIsAMillisecond() {
    RetryPolicy policy = new RetryPolicy(3, ofNanos(1), ofSeconds(1_000));
    failing.add("bad");
    KernelHarness kernel =
        new KernelHarness(machine("m", this::failing).retry(policy), Script.logging("sink"));
    kernel.send("r1", M, "bad");
    kernel.advance(ofMillis(3));
    assertThat(kernel.view(M).status()).isEqualTo(Status.QUARANTINED);
  }

  @Test
  void afterTheLastAttemptTheEventIsParkedWithItsReason() {
    failing.add("bad");
    KernelHarness kernel = kernel();
    Reply accepted = kernel.send("r1", M, "bad");
    kernel.advance(ofSeconds(60));
    assertThat(accepted.answer()).as("it is durable").isEqualTo(new Answer.Accepted());
    kernel.crash();
    MachineView view = kernel.view(M);
    assertThat(view.status()).isEqualTo(Status.QUARANTINED);
    ParkedView parked = view.parked().orElseThrow();
    assertThat(parked.event()).isEqualTo("Do");
    assertThat(new String(parked.bytes(), UTF_8)).contains("bad");
    assertThat(parked.attempts()).isEqualTo(2);
    assertThat(parked.reason()).contains("injected for bad");
    assertThat(parked.detail()).contains("FailuresTest.failing");
  }

  @Test
  void laterEventsWaitBehindAFailingOneInOrderAndOtherMachinesGoOn() {
    for (boolean crash : new boolean[] {false, true}) {
      failing.add("bad");
      KernelHarness kernel = kernel();
      kernel.send("r1", M, "a");
      kernel.send("r2", M, "bad");
      kernel.send("r3", M, "b");
      Reply asked = kernel.ask("r4", M, "c");
      kernel.send("r5", OTHER, "a");
      kernel.run();
      assertThat(log(kernel, OTHER)).containsExactly("a");
      kernel.advance(ofSeconds(60));
      kernel.send("r6", M, "d");
      kernel.send("r7", OTHER, "b");
      kernel.run();
      assertThat(kernel.view(M).waiting()).isEqualTo(4);
      assertThat(log(kernel, M)).containsExactly("a");
      assertThat(log(kernel, OTHER)).containsExactly("a", "b");
      failing.clear();
      if (crash) {
        kernel.crash();
      }
      kernel.operate(M, new Verb.Retry());
      assertThat(log(kernel, M)).containsExactly("a", "bad", "b", "c", "d");
      assertThat(kernel.view(M).status()).isEqualTo(Status.ACTIVE);
      Reply askedAgain = crash ? kernel.ask("r4", M, "c") : asked;
      kernel.run();
      assertThat(askedAgain.value(String.class)).isEqualTo("c");
      assertThat(kernel.stores.getFirst().size(Keys.WAITING, Keys.PARKED, Keys.WORK)).isZero();
    }
  }

  /** The node dies while an event is between two attempts. */
  @Test
  void anEventBetweenTwoAttemptsSurvivesACrash() {
    onSeeds(
        100,
        seed -> {
          failing.add("bad");
          KernelHarness kernel =
              new KernelHarness(
                  Settings.standard().seed(seed),
                  machine("m", this::failing),
                  Script.logging("sink"));
          kernel.send("r1", M, "bad");
          kernel.send("r2", M, "b");
          kernel.turns((int) seed % 30);
          failing.clear();
          kernel.crash();
          kernel.send("r1", M, "bad");
          kernel.send("r2", M, "b");
          kernel.advance(ofSeconds(60));
          assertThat(log(kernel, M)).containsExactly("bad", "b");
          assertThat(kernel.stores.getFirst().size(Keys.WAITING, Keys.WORK)).isZero();
        });
  }

  /** It writes nothing, so nothing that waits can be overtaken by it. */
  @Test
  void aQueryIsAnsweredFromTheLastStateWhateverWaits() {
    failing.add("bad");
    KernelHarness kernel = kernel();
    kernel.send("r1", M, "a");
    kernel.send("r2", M, "bad");
    kernel.send("r3", M, "b");
    kernel.run();
    Reply betweenAttempts = kernel.look(M, "?");
    kernel.advance(ofSeconds(60));
    Reply quarantined = kernel.look(M, "?");
    kernel.run();
    kernel.crash();
    Reply afterACrash = kernel.look(M, "?");
    kernel.run();
    for (Reply reply : List.of(betweenAttempts, quarantined, afterACrash)) {
      assertThat(reply.value(String.class)).isEqualTo("a");
    }
    assertThat(kernel.view(M).status()).isEqualTo(Status.QUARANTINED);
    assertThat(kernel.view(M).waiting()).isEqualTo(2);
    failing.clear();
    kernel.operate(M, new Verb.Retry());
    assertThat(log(kernel, M)).containsExactly("a", "bad", "b");
  }

  /** Machines ask in the order of their sends, queries too. */
  @Test
  void aMachinesQueryWaitsBehindWhatWaits() {
    failing.add("bad");
    KernelHarness kernel =
        new KernelHarness(
            machine("m", this::failing),
            Script.logging("sink"),
            machine(
                "asker",
                (state, event, step) -> {
                  if (event instanceof Do) {
                    step.send(M, new Do("b"));
                    step.<Event, String>ask(
                        M,
                        String.class,
                        ofSeconds(1_000),
                        to -> new Look("?", to),
                        outcome -> new Got("saw", outcome));
                    return state;
                  }
                  return state.and(event);
                }));
    kernel.send("r1", M, "bad");
    kernel.advance(ofSeconds(60));
    kernel.send("r2", ref("asker"), "go");
    kernel.run();
    assertThat(log(kernel, ref("asker"))).isEmpty();
    failing.clear();
    kernel.operate(M, new Verb.Retry());
    assertThat(log(kernel, ref("asker"))).containsExactly("saw=bad,b");
  }

  @Test
  void skippingDropsTheEventAndRefusesItsAsk() {
    failing.add("bad");
    KernelHarness kernel = kernel();
    Reply reply = kernel.ask("r1", M, "bad");
    kernel.send("r2", M, "b");
    kernel.advance(ofSeconds(60));
    Result result = kernel.operate(M, new Verb.Skip());
    assertThat(result).isInstanceOf(Result.Shown.class);
    assertThat(log(kernel, M)).containsExactly("b");
    assertThat(reply.no().cause()).isEqualTo(Cause.ERROR);
    assertThat(kernel.stores.getFirst().size(Keys.WAITING, Keys.PARKED, Keys.WORK)).isZero();
  }

  @Test
  void replacingStepsAnotherEventInItsPlace() {
    failing.add("bad");
    KernelHarness kernel = kernel();
    kernel.send("r1", M, "bad");
    kernel.send("r2", M, "b");
    kernel.advance(ofSeconds(60));
    kernel.operate(M, kernel.replacement(M, new Do("good")));
    assertThat(log(kernel, M)).containsExactly("good", "b");
  }

  @Test
  void anAskThatIsReplacedByAnAskAnswersTheSameAsker() {
    failing.add("bad");
    KernelHarness kernel = kernel();
    Reply reply = kernel.ask("r1", M, "bad");
    kernel.advance(ofSeconds(60));
    Reply stranger = kernel.ask("r2", OTHER, "bad");
    kernel.advance(ofSeconds(60));
    String address = new ReplyAddress.OfRequest(OTHER, "r2").toText();
    Ask good = new Ask("good", new ReplyTo<>(address));
    assertThat(kernel.operate(M, kernel.replacement(M, good))).isInstanceOf(Result.Shown.class);
    assertThat(log(kernel, M)).containsExactly("good");
    assertThat(reply.value(String.class)).isEqualTo("good");
    assertThat(stranger.isAnswered()).as("what the replacement held for a ReplyTo").isFalse();
    kernel.crash();
    Reply again = kernel.ask("r1", M, "bad");
    kernel.run();
    assertThat(again.value(String.class)).isEqualTo("good");
  }

  @Test
  void aMachineWhoseAskIsReplacedByAnAskIsAnswered() {
    failing.add("bad");
    KernelHarness kernel =
        new KernelHarness(
            machine("m", this::failing),
            machine(
                "asker",
                (state, event, step) -> {
                  if (event instanceof Do) Script.ask(step, M, "bad", ofSeconds(1_000));
                  return state.and(event);
                }));
    kernel.send("r1", ref("asker"), "go");
    kernel.advance(ofSeconds(60));
    kernel.operate(M, kernel.replacement(M, new Ask("good", new ReplyTo<>("anyone"))));
    kernel.run();
    assertThat(log(kernel, ref("asker"))).containsExactly("go", "bad=good");
  }

  @Test
  void anAskThatIsReplacedByAnEventWithoutAnAnswerIsRefused() {
    failing.add("bad");
    KernelHarness kernel = kernel();
    Reply reply = kernel.ask("r1", M, "bad");
    kernel.advance(ofSeconds(60));
    kernel.operate(M, kernel.replacement(M, new Do("good")));
    assertThat(log(kernel, M)).containsExactly("good");
    assertThat(reply.no().cause()).isEqualTo(Cause.ERROR);
    assertThat(reply.no().reason()).isEqualTo("Ask was replaced by an operator with Do");
  }

  @Test
  void whereNobodyAskedNothingThatAnswersTakesThePlace() {
    failing.add("bad");
    KernelHarness kernel = kernel();
    Reply stranger = kernel.ask("r0", OTHER, "bad");
    kernel.send("r1", M, "bad");
    kernel.advance(ofSeconds(60));
    String address = new ReplyAddress.OfRequest(OTHER, "r0").toText();
    Result result = kernel.operate(M, kernel.replacement(M, new Ask("x", new ReplyTo<>(address))));
    assertThat(((Result.NotReplaceable) result).reason()).contains("nobody waits for an answer");
    kernel.run();
    assertThat(stranger.isAnswered()).isFalse();
    assertThat(kernel.view(M).parked().orElseThrow().event()).isEqualTo("Do");
    failing.clear();
    kernel.operate(M, new Verb.Retry());
    assertThat(log(kernel, M)).containsExactly("bad");
  }

  @Test
  void anAskThatNobodyCanReadIsAnsweredByItsReplacementOrRefused() {
    for (boolean replaced : new boolean[] {true, false}) {
      KernelHarness kernel =
          new KernelHarness(
              machine(
                  "m",
                  (state, event, step) ->
                      event.is("a") && !(state instanceof Script.Working)
                          ? step.defer(state)
                          : Script.logged(state.busy(), event, step)));
      kernel.ask("r1", M, "a");
      kernel.run();
      var damaged = new WaitingEvent.Content.Plain("Ask", "damaged".getBytes(UTF_8), "r1", null);
      long seq = new ByteReader(lastWaiting(kernel), 1 + Keys.prefix(M).length).u64();
      kernel
          .stores
          .getFirst()
          .plant(0, lastWaiting(kernel), new WaitingEvent(seq, damaged).toBytes());
      kernel.crash();
      Reply reply = kernel.ask("r1", M, "a");
      kernel.send("r2", M, "b");
      kernel.run();
      assertThat(kernel.view(M).parked().orElseThrow().reason()).contains("cannot be read");
      if (replaced) {
        kernel.operate(M, kernel.replacement(M, new Ask("good", new ReplyTo<>("anyone"))));
        assertThat(reply.value(String.class)).isEqualTo("good");
      } else {
        kernel.operate(M, new Verb.Skip());
        assertThat(reply.no().cause()).isEqualTo(Cause.ERROR);
      }
    }
  }

  /** As if the event had been stepped. */
  @Test
  void aParkedFiringThatIsSkippedOrReplacedEndsAOneShotTimerAndNotAPeriodicOne() {
    for (boolean periodic : new boolean[] {true, false}) {
      for (boolean skip : new boolean[] {true, false}) {
        failing.add("tick");
        KernelHarness kernel =
            new KernelHarness(
                machine(
                    "m",
                    (state, event, step) -> {
                      return switch (event.word()) {
                        case "start" -> {
                          var tick = new Tick("tick");
                          var timer =
                              periodic
                                  ? DurableTimer.<Event>every(ofSeconds(1), tick)
                                  : DurableTimer.<Event>after(ofSeconds(1), tick);
                          step.startTimer(timer.whileIn(Open.class));
                          yield state;
                        }
                        case "stop" -> {
                          step.stopTimer(Tick.class);
                          yield state;
                        }
                        default -> failing(state, event, step);
                      };
                    }),
                Script.logging("sink"));
        kernel.send("r1", M, "start");
        kernel.advance(ofSeconds(60));
        assertThat(kernel.view(M).parked().orElseThrow().event()).isEqualTo("Tick");
        kernel.crash();
        failing.clear();
        kernel.operate(M, skip ? new Verb.Skip() : kernel.replacement(M, new Do("instead")));
        kernel.advance(ofSeconds(2));
        kernel.send("r2", M, "stop");
        kernel.run();
        List<String> wanted = new ArrayList<>(skip ? List.of() : List.of("instead"));
        wanted.addAll(periodic ? List.of("tick", "tick") : List.of());
        assertThat(log(kernel, M)).isEqualTo(wanted);
        assertThat(kernel.stores.getFirst().size(Keys.TIMER, Keys.DUE, Keys.WAITING)).isZero();
        MachineRecord stored =
            MachineRecord.read(
                requireNonNull(kernel.storeOf(M).get(0, Keys.of(Keys.MACHINE, Keys.prefix(M)))));
        assertThat(stored.scoped()).as("timers of states").isEmpty();
      }
    }
  }

  @Test
  void haltingAQuarantinedMachineRejectsWhatWaits() {
    failing.add("bad");
    KernelHarness kernel = kernel();
    kernel.send("r1", M, "bad");
    Reply reply = kernel.ask("r2", M, "b");
    kernel.advance(ofSeconds(60));
    kernel.operate(M, new Verb.Halt());
    kernel.run();
    assertThat(reply.no().cause()).isEqualTo(Cause.HALTED);
    assertThat(kernel.view(M).status()).isEqualTo(Status.HALTED);
    assertThat(kernel.view(M).waiting()).isZero();
    kernel.crash();
    assertThat(kernel.view(M).status()).isEqualTo(Status.HALTED);
    assertThat(kernel.stores.getFirst().size(Keys.WAITING, Keys.PARKED, Keys.WORK)).isZero();
  }

  @Test
  void verbsForParkedEventsNeedAQuarantinedMachine() {
    KernelHarness kernel = kernel();
    assertThat(kernel.operate(M, new Verb.Retry())).isEqualTo(new Result.Absent());
    kernel.send("r1", M, "a");
    kernel.run();
    assertThat(kernel.operate(M, new Verb.Retry())).isInstanceOf(Result.NotQuarantined.class);
    assertThat(kernel.operate(M, new Verb.Skip())).isInstanceOf(Result.NotQuarantined.class);
  }

  @Test
  void aRetryThatFailsAgainParksAgain() {
    failing.add("bad");
    KernelHarness kernel = kernel();
    kernel.send("r1", M, "bad");
    kernel.advance(ofSeconds(60));
    kernel.operate(M, new Verb.Retry());
    kernel.advance(ofSeconds(60));
    assertThat(kernel.view(M).parked().orElseThrow().attempts()).isEqualTo(2);
    assertThat(kernel.statistics().failedAttempts()).isEqualTo(4);
  }

  @Test
  void aMillionStackFramesAreAFailureOfTheHandlerToo() {
    KernelHarness kernel = new KernelHarness(machine("m", FailuresTest::endless));
    kernel.send("r1", M, "a");
    kernel.advance(ofSeconds(60));
    assertThat(kernel.view(M).parked().orElseThrow().reason()).contains("StackOverflowError");
  }

  @SuppressWarnings("InfiniteRecursion") // That is the point.
  private static State endless(State state, Event event, Step<Event> step) {
    return endless(state, event, step).and("never");
  }

  @Test
  void anErrorOfTheHandlerParksItsEventAndOthersGoOn() {
    List<Error> errors =
        List.of(
            new ServiceConfigurationError("injected"),
            new ExceptionInInitializerError("injected"),
            new AssertionError("injected"));
    for (Error error : errors) {
      KernelHarness kernel = new KernelHarness(machine("m", throwing(error)), Script.logging("o"));
      kernel.send("r1", M, "a");
      kernel.send("r2", ref("o"), "b");
      kernel.advance(ofSeconds(60));
      assertThat(kernel.view(M).parked().orElseThrow().reason()).contains("injected");
      assertThat(log(kernel, ref("o"))).containsExactly("b");
    }
  }

  private static Handler throwing(Error error) {
    return (state, event, step) -> {
      throw error;
    };
  }

  /** Else it would come back with each opening, for ever. */
  @Test
  void anErrorForAnEventOfAnotherMachineParksItToo() {
    KernelHarness kernel =
        new KernelHarness(
            Settings.standard().partitions(2),
            machine(
                "from",
                (state, event, step) -> {
                  step.send(M, new Do("x"));
                  return state;
                }),
            machine("m", throwing(new ServiceConfigurationError("injected"))));
    kernel.send("r1", ref("from"), "a");
    kernel.advance(ofSeconds(60));
    assertThat(kernel.view(M).status()).isEqualTo(Status.QUARANTINED);
  }

  /** Out of memory is the process's: what it has in memory may be anything. */
  @Test
  void anErrorOfTheVirtualMachineIsNotTheHandlersFault() {
    OutOfMemoryError error = new OutOfMemoryError("injected");
    KernelHarness kernel = new KernelHarness(machine("m", throwing(error)));
    kernel.send("r1", M, "a");
    assertThatThrownBy(kernel::run).isSameAs(error);
    kernel.crash();
    assertThat(kernel.exists(M)).as("it was never accepted").isFalse();
  }

  /** Its message is code of users too. */
  @Test
  void anExceptionThatCannotBePrintedIsParkedAsOne() {
    KernelHarness kernel =
        new KernelHarness(
            machine(
                "m",
                (state, event, step) -> {
                  throw new Unprintable();
                }));
    kernel.send("r1", M, "a");
    kernel.advance(ofSeconds(60));
    assertThat(kernel.view(M).parked().orElseThrow().reason())
        .contains("Unprintable")
        .contains("cannot be printed");
  }

  private static final class Unprintable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new IllegalStateException("injected");
    }
  }

  @Test
  void aStoreThatCannotBeReadIsNotTheHandlersFault() {
    KernelHarness kernel =
        new KernelHarness(
            machine("m", (state, event, step) -> state.and("" + step.map(MAP).get("k"))));
    kernel.send("r1", M, "a");
    SimStore store = kernel.stores.getFirst();
    store.failReadsOf(Keys.MAP);
    assertThatThrownBy(kernel::run).isInstanceOf(StoreException.class);
    store.failReadsOf((char) 0);
    kernel.crash();
    kernel.send("r1", M, "a");
    kernel.run();
    assertThat(log(kernel, M)).containsExactly("Optional.empty");
    assertThat(kernel.statistics().failedAttempts()).isZero();
  }

  /** A handler that goes on without its data must not be believed. */
  @Test
  void aReadThatFailedCannotBeSwallowed() {
    List<Handler> swallowing =
        List.of(
            (state, event, step) -> state.and(orElse("default", () -> read(step))),
            (state, event, step) -> state.and(orElse("default", () -> scanned(step))),
            (state, event, step) -> orElse(step.defer(state), () -> state.and(read(step))),
            (state, event, step) -> {
              throw new IllegalStateException(orElse("default", () -> read(step)));
            });
    for (Handler handler : swallowing) {
      KernelHarness kernel =
          new KernelHarness(
              machine(
                  "m",
                  (state, event, step) -> {
                    if (event.is("put")) {
                      step.map(MAP).put("k", "100");
                      return state;
                    }
                    return handler.on(state, event, step);
                  }));
      kernel.send("r0", M, "put");
      kernel.run();
      kernel.stores.getFirst().failReadsOf(Keys.MAP);
      kernel.send("r1", M, "a");
      assertThatThrownBy(kernel::run).isInstanceOf(StoreException.class);
      kernel.stores.getFirst().failReadsOf((char) 0);
      kernel.crash();
      assertThat(log(kernel, M)).isEmpty();
      assertThat(kernel.view(M).waiting()).as("nothing of it was committed").isZero();
    }
  }

  private static String read(Step<Event> step) {
    return step.map(MAP).get("k").orElse("none");
  }

  private static String scanned(Step<Event> step) {
    return step.map(MAP).entries().iterator().next().getValue();
  }

  private static <T> T orElse(T instead, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (RuntimeException e) {
      return instead;
    }
  }

  /** A component of the state may be one that can be changed: the next attempt must not see it. */
  @Test
  void aFailedStepLeavesNoTraceInAMutableComponent() {
    List<Integer> seen = new ArrayList<>();
    KernelHarness kernel =
        new KernelHarness(
            machine(
                "m",
                (state, event, step) -> {
                  if (event.is("begin")) {
                    return new Open(new ArrayList<>());
                  }
                  seen.add(state.log().size());
                  state.log().add("dirty");
                  throw new IllegalStateException("injected");
                }));
    kernel.send("r1", M, "begin");
    kernel.send("r2", M, "bad");
    kernel.advance(ofSeconds(60));
    assertThat(seen).hasSize(2).containsOnly(0);
  }

  // ---- what cannot be read ----------------------------------------------------------------------

  @Test
  void aStateThatNobodyCanReadParksTheNextEventAtOnceAndIsShown() {
    KernelHarness kernel = kernel();
    kernel.send("r1", M, "a");
    kernel.run();
    byte[] damaged = "damaged".getBytes(UTF_8);
    plantState(kernel, "Open", damaged);
    kernel.crash();
    Reply look = kernel.look(M, "x");
    kernel.send("r2", M, "b");
    kernel.run();
    assertThat(look.no().cause()).isEqualTo(Cause.ERROR);
    MachineView view = kernel.view(M);
    assertThat(view.status()).isEqualTo(Status.QUARANTINED);
    assertThat(view.state()).isEqualTo(damaged);
    assertThat(view.parked().orElseThrow().reason()).contains("the state cannot be read");
    assertThat(kernel.statistics().failedAttempts()).as("attempts in vain").isZero();
    plantState(kernel, "Open", stateBytes(new Open(List.of("mended"))));
    kernel.crash();
    kernel.operate(M, new Verb.Retry());
    assertThat(log(kernel, M)).containsExactly("mended", "b");
  }

  private static byte[] stateBytes(Open state) {
    return new TestCodec().of(Open.class).encode(state);
  }

  private static void plantState(KernelHarness kernel, String name, byte[] bytes) {
    var slot = Keys.of(Keys.MACHINE, Keys.prefix(M));
    MachineRecord old =
        MachineRecord.read(kernel.stores.getFirst().space(0, Keys.MACHINE).getFirst().getValue());
    MachineRecord changed =
        new MachineRecord(
            old.status(),
            old.firstWaiting(),
            old.nextWaiting(),
            old.waiting(),
            old.scoped(),
            old.holdings(),
            name,
            bytes);
    kernel.stores.getFirst().plant(0, slot, changed.toBytes());
  }

  @Test
  void aStateOfANameThatIsGoneParksTheNextEvent() {
    KernelHarness kernel = kernel();
    kernel.send("r1", M, "a");
    kernel.run();
    plantState(kernel, "Gone", new byte[0]);
    kernel.crash();
    kernel.send("r2", M, "b");
    kernel.run();
    assertThat(kernel.view(M).parked().orElseThrow().reason())
        .contains("has no state 'Gone'")
        .contains("durable name");
  }

  @Test
  void anEventThatNobodyCanReadIsParkedAtOnceWithItsBytes() {
    KernelHarness kernel =
        new KernelHarness(
            machine("m", (state, event, step) -> event.is("a") ? step.defer(state) : state.busy()));
    kernel.send("r1", M, "a");
    kernel.send("r2", M, "a");
    kernel.run();
    byte[] damaged = "damaged".getBytes(UTF_8);
    var content = new WaitingEvent.Content.Plain("Do", damaged, "", null);
    long seq = new ByteReader(lastWaiting(kernel), 1 + Keys.prefix(M).length).u64();
    kernel
        .stores
        .getFirst()
        .plant(0, lastWaiting(kernel), new WaitingEvent(seq, content).toBytes());
    kernel.crash();
    kernel.send("r3", M, "b"); // To another class of state, in which all is offered again.
    kernel.run();
    ParkedView parked = kernel.view(M).parked().orElseThrow();
    assertThat(parked.bytes()).isEqualTo(damaged);
    assertThat(parked.reason()).contains("the event cannot be read");
  }

  private static byte[] lastWaiting(KernelHarness kernel) {
    return kernel.stores.getFirst().space(0, Keys.WAITING).getLast().getKey();
  }

  @Test
  void anUnknownMachineTypeQuarantinesUntilItIsKnown() {
    Definition<State, Event> sending =
        machine(
            "from",
            (state, event, step) -> {
              step.send(M, new Do(event.word()));
              return state;
            });
    KernelHarness kernel = new KernelHarness(sending, Script.logging("m"));
    kernel.send("r1", ref("from"), "a");
    kernel.run();
    kernel.redeploy(sending, machine("other", Script::logged));
    byte[] segment =
        Segment.write(
            List.of(
                new Message.Envelope(
                    M,
                    new Message.EventMessage(
                        "Do", new TestCodec().of(Do.class).encode(new Do("b")), null),
                    0,
                    -1,
                    2,
                    null)));
    kernel.stores.getFirst().plant(0, Keys.segment(Keys.INBOX, 0, 2), segment);
    kernel.crash();
    kernel.run();
    assertThat(kernel.view(M).parked().orElseThrow().reason())
        .contains("no definition of machine type 'm'");
    kernel.redeploy(sending, Script.logging("m"));
    kernel.operate(M, new Verb.Retry());
    assertThat(log(kernel, M)).containsExactly("a", "b");
  }

  /** A constructor of a record is code of users. */
  @Test
  void anErrorWhileAStateOrEventIsReadParksTheEventAtOnce() {
    for (String broken : List.of("state", "event")) {
      KernelHarness kernel = new KernelHarness(FRAGILE);
      MachineRef<Fragile> fragile = FRAGILE.type().ref("1");
      kernel.send("r1", fragile, new Fragile("keep"));
      kernel.send("r2", fragile, new Fragile("defer"));
      kernel.run();
      kernel.crash();
      kernel.send("r3", fragile, new Fragile("go"));
      BROKEN.add(broken);
      kernel.run();
      BROKEN.clear();
      assertThat(kernel.view(fragile).parked().orElseThrow().reason())
          .contains("the " + broken + " cannot be read");
      kernel.operate(fragile, new Verb.Retry());
      assertThat(kernel.view(fragile).status()).isEqualTo(Status.ACTIVE);
      assertThat(kernel.view(fragile).waiting()).isZero();
    }
  }

  /** What cannot be made at the moment. */
  private static final List<String> BROKEN = new ArrayList<>();

  record Fragile(String word) {
    Fragile {
      if (BROKEN.contains("event")) {
        throw new AssertionError("injected");
      }
    }
  }

  sealed interface Held {}

  record Holding(String word) implements Held {
    Holding {
      if (BROKEN.contains("state")) {
        throw new AssertionError("injected");
      }
    }
  }

  record Gone() implements Held {}

  private static final Definition<Held, Fragile> FRAGILE =
      Definition.of(
          MachineType.of("fragile", Fragile.class),
          Held.class,
          () ->
              new Machine<>() {
                @Override
                public Held initial() {
                  return new Holding("");
                }

                @Override
                public Held on(Held state, Fragile event, Step<Fragile> step) {
                  return switch (event.word()) {
                    case "keep" -> new Holding("kept");
                    case "defer" -> state instanceof Holding ? step.defer(state) : state;
                    default -> new Gone();
                  };
                }
              });

  // ---- the beginning ----------------------------------------------------------------------------

  @Test
  void anInitialStateThatThrowsParksTheFirstEvent() {
    failing.add("initial");
    KernelHarness kernel = new KernelHarness(Script.behaving("m", Initial::new));
    kernel.send("r1", M, "a");
    kernel.send("r2", OTHER, "a");
    kernel.advance(ofSeconds(60));
    assertThat(kernel.view(M).status()).isEqualTo(Status.QUARANTINED);
    failing.clear();
    kernel.operate(M, new Verb.Retry());
    assertThat(log(kernel, M)).containsExactly("a");
  }

  private final class Initial implements Machine<State, Event> {
    @Override
    public State initial() {
      if (failing.contains("initial")) {
        throw new IllegalStateException("injected");
      }
      return new Open(List.of());
    }

    @Override
    public State on(State state, Event event, Step<Event> step) {
      return state.and(event);
    }
  }

  @Test
  @SuppressWarnings("NullAway") // The mistake.
  void aHandlerThatReturnsNothingFails() {
    Handler nothing = (state, event, step) -> null;
    KernelHarness kernel = new KernelHarness(machine("m", nothing));
    kernel.send("r1", M, "a");
    kernel.advance(ofSeconds(60));
    assertThat(kernel.view(M).parked().orElseThrow().reason()).contains("returned null");
  }
}
