package dev.perdure.testing.junit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineType;
import dev.perdure.Step;
import dev.perdure.testing.Faults;
import dev.perdure.testing.Simulation;
import dev.perdure.testing.coverage.Coverage;
import dev.perdure.testing.coverage.Unreachable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Test methods as users write them, run by JUnit itself. */
final class SimulateExtensionTest {
  /**
   * A counter that a user got wrong: what it counted is in a field, which is gone after a crash.
   */
  static final class Counter implements Machine<Counter.State, Counter.Event> {
    static final MachineType<Event> TYPE = MachineType.of("counter", Event.class);
    static final Definition<?, Event> DEFINITION = Definition.of(TYPE, State.class, Counter::new);

    sealed interface Event {}

    record Count() implements Event {}

    record Never() implements Event {}

    record State(int counted) {}

    private int counted;

    @Override
    public State initial() {
      return new State(0);
    }

    @Override
    public State on(State state, Event event, Step<Event> step) {
      counted++;
      return new State(counted);
    }
  }

  /** Seeds that were played. */
  private static final ConcurrentLinkedQueue<Long> PLAYED = new ConcurrentLinkedQueue<>();

  /** Not found by name: these fail on purpose. */
  static final class Programs {
    @Simulate(seeds = 500, shrinkSeconds = 60)
    void failing(Simulation simulation) {
      count(simulation);
    }

    @Simulate(
        seeds = 3,
        fixed = {17, 4})
    void noting(Simulation simulation) {
      PLAYED.add(simulation.seed());
      simulation.faults(Faults.none());
      count(simulation);
    }

    @Simulate(seeds = 3, firstSeed = 40)
    void notingTheSame(Simulation simulation) {
      PLAYED.add(simulation.seed());
      simulation.faults(Faults.none());
      count(simulation);
    }

    @Simulate(seeds = 4)
    void covered(Simulation simulation, Coverage coverage) {
      coverage.demandAll(Counter.TYPE, Unreachable.in(Counter.State.class, Counter.Never.class));
      simulation.faults(Faults.none());
      count(simulation);
    }

    @Simulate(seeds = 4, fixed = 3)
    void notCovered(Simulation simulation, Coverage coverage) {
      coverage.demandAll(Counter.TYPE);
      simulation.faults(Faults.none());
      count(simulation);
    }

    @Simulate(seeds = 4)
    void neverRun(Simulation simulation) {
      simulation.open(Counter.DEFINITION);
      var _ = simulation.client("user").send(Counter.TYPE.ref("c"), new Counter.Count());
    }

    @Simulate
    void withoutASimulation() {}

    @Simulate
    void withSomethingElse(Simulation simulation, String other) {
      PLAYED.add(simulation.seed() + other.length());
    }

    @Simulate(strategy = "luck")
    void withAnUnknownStrategy(Simulation simulation) {
      count(simulation);
    }

    private static void count(Simulation simulation) {
      simulation.open(Counter.DEFINITION);
      for (int i = 0; i < 3; i++) {
        var _ = simulation.client("user").send(Counter.TYPE.ref("c"), new Counter.Count());
      }
      simulation.run();
      int counted =
          simulation.state(Counter.TYPE.ref("c"), Counter.State.class).orElseThrow().counted();
      if (counted != 3) {
        throw new AssertionError("counted " + counted);
      }
    }
  }

  /** How each test ended, by its name; a container of tests is one too. */
  private static Map<String, TestExecutionResult> run(String method, String... parameters) {
    LauncherDiscoveryRequestBuilder request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(
                selectMethod(
                    Programs.class,
                    java.util.Arrays.stream(Programs.class.getDeclaredMethods())
                        .filter(each -> each.getName().equals(method))
                        .findFirst()
                        .orElseThrow()));
    for (int i = 0; i < parameters.length; i += 2) {
      request.configurationParameter(parameters[i], parameters[i + 1]);
    }
    return run(request.build());
  }

  private static Map<String, TestExecutionResult> run(LauncherDiscoveryRequest request) {
    Map<String, TestExecutionResult> ended = new TreeMap<>();
    PLAYED.clear();
    LauncherFactory.create()
        .execute(
            request,
            new TestExecutionListener() {
              @Override
              public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                ended.put(test.getDisplayName(), result);
              }
            });
    return ended;
  }

  private static Throwable failure(Map<String, TestExecutionResult> ended) {
    return ended.values().stream()
        .flatMap(result -> result.getThrowable().stream())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aFailingProgramFailsWithSeedAndTraceAndTheSmallRun() {
    Throwable failure = failure(run("failing"));
    assertThat(failure).isInstanceOf(AssertionError.class).hasCauseInstanceOf(AssertionError.class);
    assertThat(failure.getMessage())
        .matches("(?s)seed \\d+: Programs.failing fails: counted \\d.*")
        .contains(
            "-Dperdure.seed=",
            "@Simulate(fixed = ",
            "Made small in ",
            "client user -> counter/c  Count[]",
            "State[counted=0] -> State[counted=1]",
            "Each machine, its first state and its last:");
  }

  @Test
  void theSeedOfAFailureFailsAgain() {
    String message = String.valueOf(failure(run("failing")).getMessage());
    String seed = message.substring("seed ".length(), message.indexOf(':'));
    Map<String, TestExecutionResult> again = run("failing", SimulateExtension.SEED, seed);
    assertThat(again).containsKey("seed " + seed);
    assertThat(failure(again).getMessage()).startsWith("seed " + seed + ": ");
  }

  @Test
  void fixedSeedsComeFirstThenFreshOnesWhoseSeedIsInTheName() {
    Map<String, TestExecutionResult> ended = run("noting");
    assertThat(ended.values())
        .extracting(TestExecutionResult::getStatus)
        .containsOnly(TestExecutionResult.Status.SUCCESSFUL);
    assertThat(ended).containsKeys("seed 17", "seed 4");
    List<Long> played = new ArrayList<>(PLAYED);
    assertThat(played).hasSize(5).startsWith(17L, 4L);
    assertThat(ended).containsKey("3 seeds from " + played.get(2));
    assertThat(played.get(4)).isEqualTo(played.get(2) + 2);
  }

  /** What a run of a method prints. */
  private static List<String> printed(String method, String... parameters) {
    PrintStream standard = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, UTF_8));
    try {
      run(method, parameters);
    } finally {
      System.setOut(standard);
    }
    return bytes.toString(UTF_8).lines().toList();
  }

  @Test
  void theFirstFreshSeedIsPrintedWhetherSomethingFailsOrNot() {
    assertThat(printed("noting"))
        .containsExactly("Programs.noting: 3 fresh seeds from " + List.copyOf(PLAYED).get(2));
    assertThat(printed("failing"))
        .singleElement(STRING)
        .matches("Programs\\.failing: 500 fresh seeds from \\d+");
    assertThat(printed("notingTheSame")).isEmpty();
    assertThat(printed("noting", SimulateExtension.SEED, "8")).isEmpty();
  }

  @Test
  void seedsMayBeginWithTheSameOneEachTime() {
    assertThat(run("notingTheSame")).containsKey("3 seeds from 40");
    assertThat(PLAYED).containsExactly(40L, 41L, 42L);
  }

  @Test
  void whatIsDemandedIsLookedAtWhenAllSeedsHaveBeenPlayed(@TempDir Path dir) throws IOException {
    String folder = dir.resolve("new").toString();
    Map<String, TestExecutionResult> ended = run("covered", SimulateExtension.COVERAGE, folder);
    assertThat(ended.values())
        .extracting(TestExecutionResult::getStatus)
        .containsOnly(TestExecutionResult.Status.SUCCESSFUL);
    assertThat(Files.readString(dir.resolve("new").resolve("Programs.covered.html")))
        .contains("<p>4 runs.", "counter: 1 of 2 pairs reached", "-&gt; State 12");
  }

  @Test
  void whatIsDemandedAndNotReachedFails() {
    assertThat(failure(run("notCovered")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("1 of 2 pairs of state and event were not reached in 4 runs")
        .hasMessageContaining("in State: Never");
  }

  @Test
  void oneSeedIsNotMeantToReachEverything() {
    Map<String, TestExecutionResult> ended = run("notCovered");
    assertThat(ended)
        .hasEntrySatisfying(
            "seed 3",
            result ->
                assertThat(result.getStatus()).isEqualTo(TestExecutionResult.Status.SUCCESSFUL));
    assertThat(run("notCovered", SimulateExtension.SEED, "8").values())
        .extracting(TestExecutionResult::getStatus)
        .containsOnly(TestExecutionResult.Status.SUCCESSFUL);
  }

  @Test
  void theNumberOfFreshSeedsCanBeAnotherEachTime() {
    assertThat(run("noting", SimulateExtension.SEEDS, "7").keySet())
        .anyMatch(name -> name.startsWith("7 seeds from "));
    assertThat(PLAYED).hasSize(2 + 7);
    assertThat(failure(run("noting", SimulateExtension.SEEDS, "0")))
        .hasMessageContaining("perdure.seeds must be 1 or more: 0");
  }

  @Test
  void aTestThatPlaysNothingFails() {
    assertThat(failure(run("neverRun")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Programs.neverRun: no step was made in 4 runs; open(...)");
  }

  @Test
  void misuseIsNamed() {
    assertThat(failure(run("withSomethingElse")))
        .hasMessageContaining("must take a Simulation, or a Simulation and a Coverage");
    assertThat(failure(run("withoutASimulation")))
        .hasMessageContaining("must take a Simulation, or a Simulation and a Coverage");
    assertThat(failure(run("withAnUnknownStrategy")))
        .hasMessageContaining("there is no strategy 'luck'");
    assertThat(failure(run("noting", SimulateExtension.SEED, "x")))
        .hasMessageContaining("is no number: x");
  }
}
