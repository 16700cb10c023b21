package dev.perdure.testing.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.perdure.testing.RunResult;
import dev.perdure.testing.Scenario;
import dev.perdure.testing.Simulation;
import dev.perdure.testing.Simulator;
import dev.perdure.testing.explore.Explorer;
import dev.perdure.testing.explore.Picks;
import dev.perdure.testing.explore.Shrinker;
import dev.perdure.testing.explore.Shrunk;
import dev.perdure.testing.report.FailureReport;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;
import org.junit.platform.launcher.listeners.TestExecutionSummary.Failure;

/**
 * The guide is true: its programs compile, its tests pass, and the mistake that it speaks of fails
 * with the trace that it shows. With {@code -Dperdure.golden=write} the trace is written.
 */
final class GuideTest {
  private static final Pattern SMALL =
      Pattern.compile("Made small in (\\d+) tries.*; seed (\\d+), picks (\\S+)");

  /** From here on the first run that fails does so as the guide tells: a handler threw. */
  private static final long FIRST_SEED = 12;

  private static final String UNDO = "step.send(TEA, new Stock.PutBack(";

  @TempDir private Path dir;

  @Test
  void itsProgramsCompileAndItsTestsPass() throws Exception {
    Map<String, String> sources = Guide.read().sources();
    try (URLClassLoader loader = Guide.load(sources, dir)) {
      List<Class<?>> tests = new ArrayList<>();
      for (String name : sources.keySet()) {
        if (name.endsWith("Test")) {
          tests.add(loader.loadClass("shop." + name));
        }
      }
      TestExecutionSummary ended = run(tests);
      assertThat(ended.getFailures()).extracting(Failure::getException).isEmpty();
      assertThat(ended.getTestsSucceededCount()).isEqualTo(6);
    }
  }

  private static TestExecutionSummary run(List<Class<?>> tests) {
    LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request();
    tests.forEach(test -> request.selectors(selectClass(test)));
    SummaryGeneratingListener heard = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request.build(), heard);
    return heard.getSummary();
  }

  @Test
  void theGapItSpeaksOfFailsWithTheMessageItShows() throws Exception {
    Guide guide = Guide.read();
    Map<String, String> sources = new LinkedHashMap<>(guide.sources());
    sources.computeIfPresent(
        "ShopCoverageTest", (_, source) -> source.replace("times < 3", "times < 1"));
    try (URLClassLoader loader = Guide.load(sources, dir)) {
      List<Failure> failures =
          run(List.of(loader.loadClass("shop.ShopCoverageTest"))).getFailures();
      assertThat(failures).hasSize(1);
      String message = String.valueOf(failures.getFirst().getException().getMessage());
      assertThat(guide.says("```\n" + message + "\n```")).as(message).isTrue();
    }
  }

  @Test
  void theMistakeItSpeaksOfFailsWithTheTraceItShows() throws Exception {
    Guide guide = Guide.read();
    Map<String, String> sources = new LinkedHashMap<>(guide.sources());
    sources.computeIfPresent("Order", (_, source) -> withoutTheUndo(source));
    try (URLClassLoader loader = Guide.load(sources, dir)) {
      Scenario scenario = scenario(loader.loadClass("shop.ShopTest"));
      if ("write".equals(System.getProperty("perdure.golden"))) {
        guide.write(found(scenario));
        return;
      }
      assertThat(guide.trace())
          .as("the trace in docs/testing-your-machines.md; ./perdure api-golden writes it")
          .isEqualTo(replayed(scenario, guide.trace()));
    }
  }

  private static String withoutTheUndo(String source) {
    String without =
        String.join("\n", source.lines().filter(line -> !line.contains(UNDO)).toList());
    assertThat(without.lines().count()).isEqualTo(source.lines().count() - 1);
    return without;
  }

  private static Scenario scenario(Class<?> test) throws ReflectiveOperationException {
    Method method = test.getDeclaredMethod("noPieceIsLost", Simulation.class);
    Constructor<?> made = test.getDeclaredConstructor();
    made.setAccessible(true);
    Object instance = made.newInstance();
    return simulation -> ReflectionSupport.invokeMethod(method, instance, simulation);
  }

  private static String found(Scenario scenario) {
    RunResult failure =
        Explorer.of(scenario)
            .firstSeed(FIRST_SEED)
            .seeds(2_000)
            .threads(1)
            .explore()
            .failure()
            .orElseThrow();
    return text(scenario, Shrinker.shrink(scenario, failure, Duration.ofMinutes(10)));
  }

  /** The small run again, as the trace names it. */
  private static String replayed(Scenario scenario, String trace) {
    Matcher small = SMALL.matcher(trace);
    assertThat(small.find()).isTrue();
    long seed = Long.parseLong(small.group(2));
    RunResult run = Simulator.of(scenario).record(seed, Picks.parse(small.group(3)).strategy());
    assertThat(run.isOk()).as("whether the run that the guide shows ends well").isFalse();
    return text(scenario, new Shrunk(0, run, Long.parseLong(small.group(1)), true));
  }

  /** As JUnit prints it, without the stack trace. */
  private static String text(Scenario scenario, Shrunk shrunk) {
    long seed = shrunk.run().seed();
    String reproduce = "-Dperdure.seed=%d, or @Simulate(fixed = %dL)".formatted(seed, seed);
    String text =
        FailureReport.of("ShopTest.noPieceIsLost", reproduce, scenario, shrunk.run(), shrunk)
            .toText();
    return "seed %d: %s".formatted(seed, text.substring(0, text.lastIndexOf("\n\n") + 1));
  }
}
