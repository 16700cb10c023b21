package dev.perdure.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.Definition;
import dev.perdure.DurableTimer;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.RefusedException;
import dev.perdure.ReplyTo;
import dev.perdure.RequestId;
import dev.perdure.RequestIdReusedException;
import dev.perdure.Step;
import dev.perdure.UnknownMachineTypeException;
import dev.perdure.testing.Ledgers.Count;
import dev.perdure.testing.Ledgers.Lines;
import dev.perdure.testing.Ledgers.Pass;
import dev.perdure.testing.Ledgers.Refuse;
import dev.perdure.testing.Ledgers.Write;
import dev.perdure.testing.Ledgers.WriteAndCount;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a scenario can do and see. */
@SuppressWarnings({
  "FutureReturnValueIgnored",
  "UnnecessaryAsync"
}) // The run waits for all requests.
final class SimulationTest {
  private static final MachineRef<Ledgers.Event> A = Ledgers.TYPE.ref("a");
  private static final MachineRef<Ledgers.Event> B = Ledgers.TYPE.ref("b");

  /** Plays it under some seeds, and throws what failed one. */
  private static void play(Scenario scenario) {
    Simulator simulator = Simulator.of(scenario);
    for (long seed = 1; seed <= 20; seed++) {
      RunResult result = simulator.run(seed);
      if (result.thrown() instanceof Error error) {
        throw error;
      }
      if (result.thrown() != null) {
        throw new AssertionError("seed " + seed, result.thrown());
      }
    }
  }

  @Test
  void runsUntilAllIsAtRest() {
    play(
        simulation -> {
          simulation.open(Ledgers.DEFINITION);
          simulation.client("c").send(A, new Pass(B, "one"));
          simulation.run();
          assertThat(simulation.state(A, Lines.class)).contains(new Lines(List.of("one")));
          assertThat(simulation.state(B, Lines.class)).contains(new Lines(List.of("one")));
        });
  }

  @Test
  void waitingForAnAnswerDrivesTheWorld() {
    play(
        simulation -> {
          simulation.open(Ledgers.DEFINITION);
          SimulatedClient client = simulation.client("c");
          client.send(RequestId.of("r"), A, new Write("one"));
          int lines =
              client
                  .<Ledgers.Event, Integer>ask(A, Integer.class, to -> new WriteAndCount("two", to))
                  .thenApply(count -> count + 40)
                  .join();
          assertThat(lines).isEqualTo(42);
          assertThat(client.query(A, Integer.class, Count::new).get()).isEqualTo(2);
        });
  }

  @Test
  void aRefusalIsToldAsInProduction() {
    play(
        simulation -> {
          simulation.open(Ledgers.DEFINITION);
          var answer = simulation.client("c").ask(A, Integer.class, Refuse::new);
          assertThatThrownBy(answer::join)
              .isInstanceOf(CompletionException.class)
              .cause()
              .isInstanceOf(RefusedException.class)
              .hasMessageContaining("never");
        });
  }

  @Test
  void oneIdForTwoEventsIsRefused() {
    play(
        simulation -> {
          simulation.open(Ledgers.DEFINITION);
          SimulatedClient client = simulation.client("c");
          client.send(RequestId.of("r"), A, new Write("one"));
          assertThatThrownBy(() -> client.send(RequestId.of("r"), A, new Write("two")))
              .isInstanceOf(RequestIdReusedException.class);
        });
  }

  @Test
  void aMachineThatIsNotThereIsTold() {
    play(
        simulation -> {
          simulation.open(Ledgers.DEFINITION);
          var other = MachineType.of("other", Ledgers.Event.class).ref("x");
          assertThatThrownBy(() -> simulation.client("c").send(other, new Write("one")).join())
              .hasCauseInstanceOf(UnknownMachineTypeException.class);
        });
  }

  @Test
  void whatIsAttachedToAnAnswerMayAskAgain() {
    play(
        simulation -> {
          simulation.open(Ledgers.DEFINITION);
          SimulatedClient client = simulation.client("c");
          List<Integer> counts = new ArrayList<>();
          client
              .<Ledgers.Event, Integer>ask(A, Integer.class, to -> new WriteAndCount("one", to))
              .thenAccept(
                  first ->
                      client
                          .<Ledgers.Event, Integer>ask(
                              B, Integer.class, to -> new WriteAndCount("two", to))
                          .thenAccept(counts::add));
          simulation.run();
          assertThat(counts).containsExactly(1);
        });
  }

  @Test
  void historyTellsWhoSentWhatToWhom() {
    Simulator simulator =
        Simulator.of(
            simulation -> {
              simulation.open(Ledgers.DEFINITION);
              simulation.client("c").send(RequestId.of("r"), A, new Pass(B, "one"));
              simulation.run();
              List<CommittedStep> steps = simulation.history();
              assertThat(steps).hasSize(2);
              assertThat(steps.getFirst().origin()).isEqualTo(new Origin.Client("r"));
              assertThat(steps.getFirst().effects())
                  .containsExactly(new Effect.Sent(B, new Write("one")));
              assertThat(steps.getLast().origin()).isEqualTo(new Origin.Sender(A, 1));
              assertThat(steps.getLast().after()).isEqualTo(new Lines(List.of("one")));
            });
    assertThat(simulator.run(1).failure()).isEmpty();
  }

  // ---- time ----------------------------------------------------------------------------------

  private static final MachineType<Ring> BELL = MachineType.of("bell", Ring.class);

  record Ring() {}

  record Rung(int times) {}

  /** Rings every hour. */
  private static final class Bell implements Machine<Rung, Ring> {
    @Override
    public Rung initial() {
      return new Rung(0);
    }

    @Override
    public Rung on(Rung state, Ring event, Step<Ring> step) {
      step.startTimer(DurableTimer.after(Duration.ofHours(1), new Ring()));
      return new Rung(state.times() + 1);
    }
  }

  @Test
  void aYearOfTimersPasses() {
    Simulator simulator =
        Simulator.of(
            simulation -> {
              simulation.faults(Faults.none()).open(Definition.of(BELL, Rung.class, Bell::new));
              Instant begin = simulation.now();
              simulation.client("c").send(BELL.ref("b"), new Ring()).join();
              simulation.run(Duration.ofDays(365));
              assertThat(simulation.state(BELL.ref("b"), Rung.class))
                  .contains(new Rung(365 * 24 + 1));
              assertThat(Duration.between(begin, simulation.now())).isEqualTo(Duration.ofDays(365));
            });
    assertThat(simulator.run(1).failure()).isEmpty();
  }

  @Test
  void aProgramThatNeverRestsIsTold() {
    Simulator simulator =
        Simulator.of(
            simulation -> {
              simulation.open(Definition.of(BELL, Rung.class, Bell::new));
              simulation.client("c").send(BELL.ref("b"), new Ring());
              simulation.run();
            });
    assertThat(simulator.run(1).thrown())
        .isInstanceOf(Violation.class)
        .hasMessageContaining("never comes to rest");
  }

  @Test
  void waitingForSomeTimeIsWaitingInTheWorld() {
    play(
        simulation -> {
          simulation.open(Ledgers.DEFINITION, Definition.of(SILENT, Deaf.class, Silent::new));
          var never = simulation.client("c").ask(SILENT.ref("s"), Integer.class, Question::new);
          assertThatThrownBy(() -> never.get(2, TimeUnit.HOURS))
              .isInstanceOf(TimeoutException.class);
          never.cancel(true); // Else it is awaited to the end, in vain.
        });
  }

  /** Also when the step that an attempt made is lost, and the next attempt is one more. */
  @Test
  void injectedExceptionsNeverParkAnEvent() {
    Faults often = Faults.all().rate(Fault.HANDLER_EXCEPTION, 1).rate(Fault.CRASH, 0.02);
    Simulator simulator =
        Simulator.of(simulation -> Programs.FAMILY.scenario().play(simulation.faults(often)));
    for (long seed = 0; seed < 60; seed++) {
      RunResult result = simulator.run(seed);
      assertThat(result.failure()).as("seed %d", seed).isEmpty();
    }
  }

  // ---- what is found -------------------------------------------------------------------------

  private static final MachineType<Question> SILENT = MachineType.of("silent", Question.class);

  record Question(ReplyTo<Integer> to) {}

  record Deaf(List<ReplyTo<Integer>> asked) {}

  /** Never answers. */
  private static final class Silent implements Machine<Deaf, Question> {
    @Override
    public Deaf initial() {
      return new Deaf(List.of());
    }

    @Override
    public Deaf on(Deaf state, Question event, Step<Question> step) {
      return new Deaf(Stream.concat(state.asked.stream(), Stream.of(event.to)).toList());
    }
  }

  private static String failure(Consumer<SimulatedClient> asked) {
    return Simulator.of(
            simulation -> {
              simulation.open(Ledgers.DEFINITION);
              asked.accept(simulation.client("c"));
              simulation.run();
            })
        .run(1)
        .failure()
        .map(Throwable::getMessage)
        .orElse("");
  }

  @Test
  void aMistakeOfTheScenarioThatNobodyLooksAtIsFound() {
    MachineRef<Question> unknown = SILENT.ref("s");
    assertThat(failure(client -> client.ask(unknown, Integer.class, Question::new)))
        .startsWith("unheeded: client c: ")
        .contains("silent");
    assertThat(
            failure(
                client ->
                    client
                        .ask(unknown, Integer.class, Question::new)
                        .thenApply(answer -> answer + 1)))
        .as("what only hears of success has not looked")
        .startsWith("unheeded: client c: ");
  }

  @Test
  void aMistakeThatSomebodyLooksAtIsTheirs() {
    MachineRef<Question> unknown = SILENT.ref("s");
    assertThat(
            failure(
                client ->
                    client
                        .ask(unknown, Integer.class, Question::new)
                        .thenApply(answer -> answer + 1)
                        .exceptionally(_ -> 0)))
        .isEmpty();
    assertThat(
            failure(
                client ->
                    assertThat(client.ask(unknown, Integer.class, Question::new))
                        .isCompletedExceptionally()))
        .isEmpty();
  }

  @Test
  void aRequestThatIsNeverAnsweredIsFound() {
    Simulator simulator =
        Simulator.of(
            simulation -> {
              simulation.open(Definition.of(SILENT, Deaf.class, Silent::new));
              simulation.client("c").ask(SILENT.ref("s"), Integer.class, Question::new);
              simulation.run();
            });
    assertThat(simulator.run(1).thrown())
        .isInstanceOf(Violation.class)
        .hasMessageContaining("never answered");
  }

  @Test
  void aRequestThatIsNotAnsweredWithinTheTimeOfTheRunIsFound() {
    Simulator simulator =
        Simulator.of(
            simulation -> {
              simulation.open(Definition.of(SILENT, Deaf.class, Silent::new));
              simulation.client("c").ask(SILENT.ref("s"), Integer.class, Question::new);
              simulation.run(Duration.ofDays(2));
              throw new AssertionError("nobody was told");
            });
    assertThat(simulator.run(1).thrown())
        .isInstanceOf(Violation.class)
        .hasMessageContaining("never answered");
  }

  @Test
  void aRequestThatNobodyWaitsForNeedNotBeAnswered() {
    play(
        simulation -> {
          simulation.open(Definition.of(SILENT, Deaf.class, Silent::new));
          var never = simulation.client("c").ask(SILENT.ref("s"), Integer.class, Question::new);
          never.cancel(true);
          simulation.run();
        });
  }

  private static Throwable found(Machine<Lines, Write> behaviour) {
    MachineType<Write> type = MachineType.of("bad", Write.class);
    Simulator simulator =
        Simulator.of(
            simulation -> {
              simulation.open(Definition.of(type, Lines.class, () -> behaviour));
              for (int i = 0; i < 10; i++) {
                simulation.client("c").send(type.ref("b"), new Write("line " + i));
              }
              simulation.run();
              assertThat(simulation.state(type.ref("b"), Lines.class).orElseThrow().lines())
                  .hasSize(10);
            });
    for (long seed = 1; seed <= 50; seed++) {
      RunResult result = simulator.run(seed);
      if (result.thrown() != null) {
        return result.thrown();
      }
    }
    throw new AssertionError("not found");
  }

  /** A behaviour from two functions. */
  private abstract static class Bad implements Machine<Lines, Write> {
    @Override
    public Lines initial() {
      return new Lines(List.of());
    }
  }

  @Test
  void aHandlerThatAlwaysThrowsIsFound() {
    Throwable found =
        found(
            new Bad() {
              @Override
              public Lines on(Lines state, Write event, Step<Write> step) {
                throw new IllegalArgumentException("no writing here");
              }
            });
    assertThat(found).isInstanceOf(Violation.class).hasMessageContaining("no writing here");
    assertThat(found).hasCauseInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anAssertionInAHandlerIsFoundAtOnce() {
    Throwable found =
        found(
            new Bad() {
              @Override
              public Lines on(Lines state, Write event, Step<Write> step) {
                throw new AssertionError("this cannot be");
              }
            });
    assertThat(found).isInstanceOf(Violation.class).hasMessageContaining("this cannot be");
  }

  @Test
  void aStateThatIsChangedAfterItsStepIsFound() {
    Throwable found =
        found(
            new Bad() {
              @Override
              public Lines on(Lines state, Write event, Step<Write> step) {
                List<String> shared =
                    state.lines() instanceof ArrayList<String> mutable
                        ? mutable
                        : new ArrayList<>(state.lines());
                shared.add(event.line());
                return new Lines(shared);
              }
            });
    assertThat(found).isInstanceOf(Throwable.class);
    assertThat(found.toString()).containsAnyOf("aliasing", "G1");
  }

  @Test
  void countingInAPlainFieldIsFound() {
    MachineType<Write> type = MachineType.of("forgetful", Write.class);
    Simulator simulator =
        Simulator.of(
            simulation -> {
              simulation.open(Definition.of(type, Rung.class, Forgetful::new));
              for (int i = 0; i < 10; i++) {
                simulation.client("c").send(type.ref("f"), new Write("line"));
              }
              simulation.run();
              assertThat(simulation.state(type.ref("f"), Rung.class)).contains(new Rung(10));
            });
    AtomicInteger failures = new AtomicInteger();
    for (long seed = 1; seed <= 50; seed++) {
      failures.addAndGet(simulator.run(seed).isOk() ? 0 : 1);
    }
    assertThat(failures.get()).isPositive();
  }

  /** Relies on what is gone after a passivation. */
  private static final class Forgetful implements Machine<Rung, Write> {
    private int times;

    @Override
    public Rung initial() {
      return new Rung(0);
    }

    @Override
    public Rung on(Rung state, Write event, Step<Write> step) {
      times++;
      return new Rung(times);
    }
  }

  @Test
  void settingsComeBeforeTheOpening() {
    play(
        simulation -> {
          simulation.open(Ledgers.DEFINITION);
          assertThatThrownBy(() -> simulation.partitions(2))
              .isInstanceOf(IllegalStateException.class);
          assertThatThrownBy(() -> simulation.open(Ledgers.DEFINITION))
              .isInstanceOf(IllegalStateException.class);
        });
  }
}
