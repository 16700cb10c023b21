package dev.perdure.testing.junit;

import dev.perdure.testing.RunResult;
import dev.perdure.testing.Scenario;
import dev.perdure.testing.Simulation;
import dev.perdure.testing.coverage.Coverage;
import dev.perdure.testing.explore.Exploration;
import dev.perdure.testing.explore.Explorer;
import dev.perdure.testing.explore.Plan;
import dev.perdure.testing.explore.Shrinker;
import dev.perdure.testing.explore.Shrunk;
import dev.perdure.testing.junit.SimulateExtension.Seeds;
import dev.perdure.testing.report.FailureReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.ReflectionSupport;

/** Plays a test method once for each of some seeds, in the place of JUnit's one call. */
final class SeedsPlayer implements ParameterResolver, InvocationInterceptor {
  private final Simulate simulate;
  private final Seeds seeds;

  SeedsPlayer(Simulate simulate, Seeds seeds) {
    this.simulate = simulate;
    this.seeds = seeds;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Simulation.class || type == Coverage.class;
  }

  /** Null, for the call that it is for is never made: each run has arguments of its own. */
  @Override
  public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return null;
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> called,
      ExtensionContext context) {
    invocation.skip();
    Method method = called.getExecutable();
    Object instance = context.getRequiredTestInstance();
    Coverage coverage = new Coverage();
    Scenario scenario = simulation -> call(method, instance, simulation, coverage);
    context.publishReportEntry("seeds", seeds.toString());
    if (seeds.fresh()) {
      System.out.printf(
          "%s: %d fresh seeds from %d%n", name(method), seeds.number(), seeds.first());
    }
    Plan plan = Plan.named(simulate.strategy());
    Explorer explorer =
        Explorer.of(scenario).plan(plan).firstSeed(seeds.first()).seeds(seeds.number()).threads(1);
    if (simulate.seconds() > 0 && seeds.number() > 1) {
      explorer.time(Duration.ofSeconds(simulate.seconds()));
    }
    Optional<String> folder = context.getConfigurationParameter(SimulateExtension.COVERAGE);
    if (folder.isPresent() || method.getParameterCount() == 2) {
      explorer.coverage(coverage);
    }
    Exploration played = explorer.explore();
    folder.ifPresent(into -> write(coverage, Path.of(into), method));
    if (!played.isOk()) {
      throw failed(method, scenario, played.failures().getFirst());
    }
    if (played.played().steps() == 0) {
      throw new AssertionError(
          "%s: no step was made in %d runs; open(...) the machines, send or ask something, and run() the simulation"
              .formatted(name(method), played.played().runs()));
    }
    if (seeds.number() > 1) {
      coverage.check(); // One seed, fixed or played again, is not meant to reach everything.
    }
  }

  private static void call(
      Method method, Object instance, Simulation simulation, Coverage coverage) {
    Object[] arguments =
        method.getParameterCount() == 2
            ? new Object[] {simulation, coverage}
            : new Object[] {simulation};
    ReflectionSupport.invokeMethod(method, instance, arguments);
  }

  private void write(Coverage coverage, Path folder, Method method) {
    String name = name(method);
    String file = name + (seeds.number() > 1 ? "" : "." + seeds.first()) + ".html";
    try {
      coverage.writeHtml(name, folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(Method method) {
    return method.getDeclaringClass().getSimpleName() + "." + method.getName();
  }

  private AssertionError failed(Method method, Scenario scenario, RunResult found) {
    Shrunk shrunk = Shrinker.shrink(scenario, found, Duration.ofSeconds(simulate.shrinkSeconds()));
    String name = name(method);
    String reproduce =
        "-Dperdure.seed=%d, or @Simulate(fixed = %dL)".formatted(found.seed(), found.seed());
    FailureReport report = FailureReport.of(name, reproduce, scenario, found, shrunk);
    return new AssertionError(
        "seed %d: %s".formatted(found.seed(), report.toText()), report.failure());
  }
}
