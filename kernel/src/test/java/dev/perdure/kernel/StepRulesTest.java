package dev.perdure.kernel;

import static dev.perdure.kernel.Script.log;
import static dev.perdure.kernel.Script.machine;
import static dev.perdure.kernel.Script.ref;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.Activity;
import dev.perdure.CallId;
import dev.perdure.Definition;
import dev.perdure.DurableMap;
import dev.perdure.DurableTimer;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.MapKey;
import dev.perdure.Outcome;
import dev.perdure.Outcome.Cause;
import dev.perdure.Placement;
import dev.perdure.QueueKey;
import dev.perdure.ReplyTo;
import dev.perdure.Step;
import dev.perdure.kernel.Inspection.Status;
import dev.perdure.kernel.KernelHarness.Settings;
import dev.perdure.kernel.Script.Ask;
import dev.perdure.kernel.Script.Do;
import dev.perdure.kernel.Script.Event;
import dev.perdure.kernel.Script.Got;
import dev.perdure.kernel.Script.Handler;
import dev.perdure.kernel.Script.Look;
import dev.perdure.kernel.Script.Open;
import dev.perdure.kernel.Script.Tick;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What a step may do and when: misuse fails early and leaves no trace. */
final class StepRulesTest {
  private static final MachineRef<Event> M = ref("m");
  private static final MachineRef<Event> OTHER = ref("other");
  private static final MapKey<String, String> MAP = MapKey.of("map", String.class, String.class);
  private static final QueueKey<String> QUEUE = QueueKey.of("queue", String.class);
  private static final Activity<String, String> WORK =
      Activity.of("work", String.class, String.class, Activity.Policy.standard());

  // ---- a step that is over ----------------------------------------------------------------------

  @Test
  void aStepThatIsOverRefusesEverything() {
    List<Step<Event>> steps = new ArrayList<>();
    List<DurableMap<String, String>> maps = new ArrayList<>();
    KernelHarness kernel =
        new KernelHarness(
            machine(
                "m",
                (state, event, step) -> {
                  steps.add(step);
                  maps.add(step.map(MAP));
                  return state.and(event);
                }),
            WORK.with((request, _) -> request));
    kernel.send("r1", M, "a");
    kernel.run();
    Step<Event> over = steps.getFirst();
    ReplyTo<String> to = new ReplyTo<>(new ReplyAddress.OfRequest(M, "x").toText());
    List<Consumer<Step<Event>>> uses =
        List.of(
            Step::self,
            Step::now,
            Step::random,
            Step::newId,
            Step::log,
            step -> step.send(M, new Do("x")),
            step -> step.newRef(Script.type("m")),
            step -> step.newRef(Script.type("m"), Placement.of("here")),
            step -> step.create(Script.type("m"), new Do("x")),
            step -> step.create(Script.type("m"), Placement.of("here"), new Do("x")),
            step -> step.reply(to, "x"),
            step -> step.refuse(to, "x"),
            step -> Script.ask(step, M, "x", ofSeconds(1)),
            step -> step.call(WORK, "x", outcome -> new Got("x", outcome)),
            step -> step.cancel(new CallId("x")),
            step -> step.startTimer(DurableTimer.after(ZERO, new Tick("x"))),
            step -> step.stopTimer(Tick.class),
            step -> step.stopTimer(Tick.class, "name"),
            step -> step.map(MAP),
            step -> step.queue(QUEUE),
            step -> step.defer(new Open(List.of())),
            step -> step.ignore(new Open(List.of())),
            step -> step.reject(new Open(List.of()), "x"),
            step -> step.halt(new Open(List.of())));
    assertThat(uses).as("every method").hasSize(Step.class.getMethods().length);
    for (Consumer<Step<Event>> use : uses) {
      assertThatThrownBy(() -> use.accept(over))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("this step is over");
    }
    assertThatThrownBy(() -> maps.getFirst().put("k", "v"))
        .isInstanceOf(IllegalStateException.class);
    kernel.advance(ofSeconds(60));
    assertThat(log(kernel, M)).containsExactly("a");
    assertThat(kernel.stores.getFirst().size(Keys.MAP, Keys.TIMER, Keys.DUE, Keys.CALL)).isZero();
  }

  /** Two threads must not change a partition at once, whatever a handler does. */
  @Test
  void aStepOnAnotherThreadRefusesEverything() {
    List<Throwable> thrown = new ArrayList<>();
    List<Consumer<Step<Event>>> uses =
        List.of(
            Step::now,
            Step::newId,
            step -> step.send(OTHER, new Do("x")),
            step -> step.startTimer(DurableTimer.after(ZERO, new Tick("x"))),
            step -> step.map(MAP));
    KernelHarness kernel =
        new KernelHarness(
            machine(
                "m",
                (state, event, step) -> {
                  DurableMap<String, String> map = step.map(MAP);
                  uses.forEach(use -> thrown.add(onAnotherThread(() -> use.accept(step))));
                  thrown.add(onAnotherThread(() -> map.put("k", "v")));
                  return state.and(event);
                }),
            Script.logging("other"));
    kernel.send("r1", M, "a");
    kernel.run();
    assertThat(thrown)
        .hasSize(uses.size() + 1)
        .allSatisfy(
            one ->
                assertThat(one)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("thread"));
    assertThat(log(kernel, M)).containsExactly("a");
    assertThat(kernel.exists(OTHER)).isFalse();
    assertThat(kernel.stores.getFirst().size(Keys.MAP, Keys.TIMER)).isZero();
  }

  private static Throwable onAnotherThread(Runnable use) {
    List<Throwable> thrown = new ArrayList<>();
    Thread other =
        new Thread(
            () -> {
              try {
                use.run();
              } catch (RuntimeException e) {
                thrown.add(e);
              }
            });
    other.start();
    try {
      other.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return thrown.isEmpty() ? new AssertionError("was allowed") : thrown.getFirst();
  }

  // ---- answers ----------------------------------------------------------------------------------

  @Test
  void twoAnswersInOneStepFailIt() {
    assertParked(
        (state, event, step) -> {
          if (event instanceof Ask(_, var to)) {
            step.reply(to, "one");
            step.refuse(to, "two");
          }
          return state;
        },
        "two answers");
  }

  @Test
  void anAddressThatNobodyMadeFailsTheStepThatAnswersIt() {
    assertParked(
        (state, event, step) -> {
          step.reply(new ReplyTo<String>("forged"), "x");
          return state;
        },
        "not a reply address");
  }

  @Test
  void aForgedAddressInAnEventThatIsRejectedHarmsNobody() {
    KernelHarness kernel =
        new KernelHarness(
            machine(
                "m",
                (state, event, step) -> {
                  step.send(OTHER, new Ask("x", new ReplyTo<>("forged")));
                  return state;
                }),
            machine("other", (state, event, step) -> step.reject(state, "no")));
    kernel.send("r1", M, "a");
    kernel.run();
    assertThat(kernel.statistics().rejected()).isEqualTo(1);
    assertThat(kernel.statistics().lateAnswers()).isEqualTo(1);
  }

  // ---- asks and calls ---------------------------------------------------------------------------

  @Test
  void aFunctionThatLooksInsideTheOutcomeFailsTheStep() {
    List<Function<Outcome<String>, Event>> looking =
        List.of(
            outcome -> new Got("" + (outcome instanceof Outcome.Unknown), outcome),
            outcome -> new Got("" + (outcome instanceof Outcome.Failed), outcome),
            outcome -> new Got("" + (outcome instanceof Outcome.Done), outcome),
            outcome -> new Got(outcome instanceof Outcome.Done(var value) ? value : "", outcome),
            outcome -> outcome instanceof Outcome.Done ? new Do("x") : new Got("x", outcome),
            outcome ->
                new Got("x", outcome instanceof Outcome.Done ? outcome : new Outcome.Unknown<>("")),
            StepRulesTest::throwing);
    for (Function<Outcome<String>, Event> function : looking) {
      assertParked(
          (state, event, step) -> {
            step.<Event, String>ask(
                OTHER, String.class, ofSeconds(1), to -> new Ask("x", to), function);
            return state;
          },
          "looks inside the outcome");
    }
  }

  private static Event throwing(Outcome<String> outcome) {
    if (outcome instanceof Outcome.Done) {
      throw new IllegalArgumentException("injected");
    }
    return new Got("x", outcome);
  }

  /** Its constructor may look: it runs again around the outcome that came. */
  @Test
  void anEventWhoseConstructorChecksItsOutcomeMayBeAskedFor() {
    MachineType<Picky> type = MachineType.of("picky", Picky.class);
    Definition<Said, Picky> picky =
        Definition.of(
            type,
            Said.class,
            () ->
                new Machine<>() {
                  @Override
                  public Said initial() {
                    return new Said("");
                  }

                  @Override
                  public Said on(Said state, Picky event, Step<Picky> step) {
                    return switch (event) {
                      case Go _ -> {
                        step.<Event, String>ask(
                            OTHER, String.class, ofSeconds(1), to -> new Ask("x", to), Heard::new);
                        yield state;
                      }
                      case Heard(var outcome) -> new Said(outcome.toString());
                    };
                  }
                });
    KernelHarness kernel = new KernelHarness(picky, Script.logging("other"));
    kernel.send("r1", type.ref("1"), new Go());
    kernel.run();
    assertThat(kernel.state(type.ref("1"))).isEqualTo(new Said("Done[value=x]"));
  }

  sealed interface Picky {}

  record Go() implements Picky {}

  record Heard(Outcome<String> outcome) implements Picky {
    Heard {
      if (outcome instanceof Outcome.Done<String>(String value) && value.isEmpty()) {
        throw new IllegalArgumentException("nothing said");
      }
    }
  }

  record Said(String what) {}

  @Test
  void anEventWithoutTheGivenOutcomeFailsTheStep() {
    assertParked(
        (state, event, step) -> {
          step.<Event, String>ask(
              OTHER, String.class, ofSeconds(1), to -> new Ask("x", to), _ -> new Do("x"));
          return state;
        },
        "no component of type Outcome<String>");
    Outcome<String> own = new Outcome.Unknown<>("my own");
    assertParked(
        (state, event, step) -> {
          step.<Event, String>ask(
              OTHER, String.class, ofSeconds(1), to -> new Ask("x", to), _ -> new Got("x", own));
          return state;
        },
        "may only put it into the event");
  }

  @Test
  void aRequestWithAnotherReplyToFailsTheStep() {
    ReplyTo<String> other = new ReplyTo<>(new ReplyAddress.OfRequest(M, "x").toText());
    assertParked(
        (state, event, step) -> {
          step.<Event, String>ask(
              OTHER,
              String.class,
              ofSeconds(1),
              _ -> new Ask("x", other),
              outcome -> new Got("x", outcome));
          return state;
        },
        "must carry the ReplyTo that it is given");
  }

  @Test
  void patienceMustBePositive() {
    assertParked(
        (state, event, step) -> {
          Script.ask(step, OTHER, "x", ZERO);
          return state;
        },
        "patience");
  }

  // ---- bounds -----------------------------------------------------------------------------------

  @Test
  void anEventReplyOrEntryOverTheSizeBoundFailsTheStep() {
    String big = "x".repeat(2_000);
    List<Handler> handlers =
        List.of(
            (state, event, step) -> {
              step.send(OTHER, new Do(big));
              return state;
            },
            (state, event, step) -> {
              if (event instanceof Ask(_, var to)) {
                step.reply(to, big);
              }
              return state;
            },
            (state, event, step) -> {
              step.map(MAP).put("k", big);
              return state;
            },
            (state, event, step) -> {
              step.startTimer(DurableTimer.after(ZERO, new Tick(big)));
              return state;
            });
    for (Handler handler : handlers) {
      assertParked(handler, "1000");
    }
  }

  @Test
  void aStateOverItsBoundFailsTheStepAndSaysWhatToDo() {
    assertParked((state, event, step) -> state.and("x".repeat(2_000)), "durable maps and queues");
  }

  @Test
  void anEventBelowItsBoundIsSent() {
    KernelHarness kernel =
        new KernelHarness(
            narrow(),
            machine(
                "m",
                (state, event, step) -> {
                  step.send(OTHER, new Do("x".repeat(900)));
                  return state;
                }),
            Script.logging("other"));
    kernel.send("r1", M, "a");
    kernel.run();
    assertThat(log(kernel, OTHER)).hasSize(1);
  }

  // ---- queries ----------------------------------------------------------------------------------

  @Test
  void aQueryThatDoesMoreThanAnswerIsRefusedAndLeavesNoTrace() {
    List<Handler> misuses =
        List.of(
            (state, event, step) -> state.and("changed"),
            (state, event, step) -> {
              step.send(OTHER, new Do("x"));
              return state;
            },
            (state, event, step) -> {
              step.map(MAP).put("k", "v");
              return state;
            },
            (state, event, step) -> {
              step.queue(QUEUE).add("v");
              return state;
            },
            (state, event, step) -> {
              step.startTimer(DurableTimer.after(ZERO, new Tick("x")));
              return state;
            },
            (state, event, step) -> step.defer(state),
            (state, event, step) -> step.halt(state),
            (state, event, step) -> {
              throw new IllegalArgumentException("injected");
            });
    for (Handler misuse : misuses) {
      KernelHarness kernel =
          new KernelHarness(
              machine(
                  "m",
                  (state, event, step) ->
                      event instanceof Look ? misuse.on(state, event, step) : state.and(event)),
              Script.logging("other"));
      kernel.send("r1", M, "a");
      kernel.run();
      long keys = allKeys(kernel);
      Reply reply = kernel.look(M, "x");
      kernel.advance(ofSeconds(60));
      assertThat(reply.no().cause()).isEqualTo(Cause.ERROR);
      assertThat(kernel.view(M).status()).isEqualTo(Status.ACTIVE);
      assertThat(log(kernel, M)).containsExactly("a");
      assertThat(allKeys(kernel)).isEqualTo(keys);
    }
  }

  @Test
  void aQueryWritesNothing() {
    KernelHarness kernel = new KernelHarness(Script.logging("m"));
    kernel.send("r1", M, "a");
    kernel.run();
    long commits = kernel.stores.getFirst().commits();
    Reply reply = kernel.look(M, "x");
    kernel.run();
    assertThat(reply.value(String.class)).isEqualTo("a");
    assertThat(kernel.stores.getFirst().commits()).isEqualTo(commits);
  }

  @Test
  void aQueryShowsDurableStateOnly() {
    KernelHarness kernel = new KernelHarness(Script.logging("m"));
    kernel.send("r1", M, "a");
    Reply reply = kernel.look(M, "x");
    kernel.work(M, 10);
    assertThat(reply.isAnswered()).as("before the step it shows is durable").isFalse();
    kernel.commit(0);
    assertThat(reply.value(String.class)).isEqualTo("a");
  }

  @Test
  void aQueryThatIsRejectedOrNotAnsweredIsRefused() {
    KernelHarness kernel =
        new KernelHarness(
            machine(
                "m",
                (state, event, step) ->
                    switch (event.word()) {
                      case "reject" -> step.reject(state, "not now");
                      case "ignore" -> step.ignore(state);
                      default -> state;
                    }));
    Reply rejected = kernel.look(M, "reject");
    Reply ignored = kernel.look(M, "ignore");
    Reply forgotten = kernel.look(M, "forget");
    kernel.run();
    assertThat(rejected.no()).isEqualTo(new Answer.No(Cause.REFUSED, "not now"));
    assertThat(ignored.no().cause()).isEqualTo(Cause.REFUSED);
    assertThat(forgotten.no().reason()).contains("not answered");
  }

  @Test
  void aMachineMayAskAQuery() {
    KernelHarness kernel =
        new KernelHarness(
            machine(
                "m",
                (state, event, step) -> {
                  if (event instanceof Do(var word)) {
                    step.<Event, String>ask(
                        OTHER,
                        String.class,
                        ofSeconds(5),
                        to -> new Look(word, to),
                        outcome -> new Got(word, outcome));
                    return state;
                  }
                  return state.and(event);
                }),
            machine(
                "other",
                (state, event, step) ->
                    event.is("forget") ? state : Script.logged(state, event, step)));
    kernel.send("r1", OTHER, "x");
    kernel.run();
    kernel.send("r2", M, "look");
    kernel.send("r3", M, "forget");
    kernel.run();
    assertThat(log(kernel, M)).hasSize(2).contains("look=x").anyMatch(l -> l.contains("ERROR"));
  }

  private static long allKeys(KernelHarness kernel) {
    return kernel
        .stores
        .getFirst()
        .size(Keys.MACHINE, Keys.WAITING, Keys.PARKED, Keys.MAP, Keys.QUEUE, Keys.TIMER, Keys.DUE);
  }

  private static Settings narrow() {
    return Settings.standard()
        .config(
            new PartitionConfig(1_000, 1_000, 100, 100, 100, 100, 100, 86_400_000, 10, 1 << 24));
  }

  /** An ask is parked, for that reason, and the step did nothing. */
  private static void assertParked(Handler handler, String reason) {
    KernelHarness kernel =
        new KernelHarness(narrow(), machine("m", handler), Script.logging("other"));
    Reply reply = kernel.ask("r1", M, "a");
    kernel.advance(ofSeconds(60));
    assertThat(kernel.view(M).parked().orElseThrow().reason()).contains(reason);
    assertThat(reply.isAnswered()).isFalse();
    assertThat(kernel.exists(OTHER)).isFalse();
    assertThat(log(kernel, M)).isEmpty();
    assertThat(kernel.stores.getFirst().size(Keys.MAP, Keys.TIMER, Keys.DUE, Keys.ASK)).isZero();
  }
}
