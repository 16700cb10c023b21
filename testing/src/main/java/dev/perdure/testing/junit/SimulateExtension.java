package dev.perdure.testing.junit;

import dev.perdure.testing.Simulation;
import dev.perdure.testing.coverage.Coverage;
import dev.perdure.testing.explore.Plan;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/** Makes the tests of a method that is annotated with {@link Simulate}. */
public final class SimulateExtension implements TestTemplateInvocationContextProvider {
  /** Names one seed that is played instead of all others. */
  static final String SEED = "perdure.seed";

  /** How many fresh seeds each test plays, instead of what it says; not for those without any. */
  static final String SEEDS = "perdure.seeds";

  /** Names a folder into which each test puts a page that shows what its runs reached. */
  static final String COVERAGE = "perdure.coverage";

  /** Made by JUnit. */
  public SimulateExtension() {}

  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    return AnnotationSupport.isAnnotated(context.getRequiredTestMethod(), Simulate.class);
  }

  @Override
  public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
      ExtensionContext context) {
    Method method = context.getRequiredTestMethod();
    Simulate simulate =
        AnnotationSupport.findAnnotation(method, Simulate.class)
            .orElseThrow(() -> wrong(method, "is not annotated with @Simulate"));
    check(method, simulate);
    return seeds(context, method, simulate).map(seeds -> new Played(simulate, seeds));
  }

  private static Stream<Seeds> seeds(ExtensionContext context, Method method, Simulate simulate) {
    OptionalLong named = number(context, method, SEED);
    if (named.isPresent()) {
      return Stream.of(new Seeds(named.getAsLong(), 1, false));
    }
    Stream<Seeds> fixed =
        Arrays.stream(simulate.fixed()).mapToObj(seed -> new Seeds(seed, 1, false));
    if (simulate.seeds() == 0) {
      return fixed;
    }
    long fresh = number(context, method, SEEDS).orElse(simulate.seeds());
    if (fresh < 1) {
      throw wrong(method, "cannot be played: %s must be 1 or more: %d".formatted(SEEDS, fresh));
    }
    long same = simulate.firstSeed();
    long first = same == 0 ? new SplittableRandom().nextLong(1L << 48) : same;
    return Stream.concat(fixed, Stream.of(new Seeds(first, fresh, same == 0)));
  }

  private static OptionalLong number(ExtensionContext context, Method method, String parameter) {
    String text = context.getConfigurationParameter(parameter).orElse("");
    try {
      return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      throw wrong(method, "cannot be played: %s is no number: %s".formatted(parameter, text));
    }
  }

  private static void check(Method method, Simulate simulate) {
    List<Class<?>> parameters = List.of(method.getParameterTypes());
    if (!parameters.equals(List.of(Simulation.class))
        && !parameters.equals(List.of(Simulation.class, Coverage.class))) {
      throw wrong(
          method, "must take a Simulation, or a Simulation and a Coverage, and nothing else");
    }
    if (simulate.seeds() < 0
        || simulate.seconds() < 0
        || simulate.shrinkSeconds() < 0
        || simulate.firstSeed() < 0) {
      throw wrong(method, "has a number below 0");
    }
    if (simulate.seeds() == 0 && simulate.fixed().length == 0) {
      throw wrong(method, "has no seed to play");
    }
    try {
      var _ = Plan.named(simulate.strategy());
    } catch (IllegalArgumentException e) {
      throw wrong(method, "cannot be played: " + e.getMessage());
    }
  }

  private static ExtensionConfigurationException wrong(Method method, String message) {
    return new ExtensionConfigurationException(
        "@Simulate method %s.%s %s"
            .formatted(method.getDeclaringClass().getName(), method.getName(), message));
  }

  /**
   * Some seeds in a row.
   *
   * @param fresh whether they are others each time
   */
  record Seeds(long first, long number, boolean fresh) {
    @Override
    public String toString() {
      return number == 1 ? "seed " + first : "%d seeds from %d".formatted(number, first);
    }
  }

  private record Played(Simulate simulate, Seeds seeds) implements TestTemplateInvocationContext {
    @Override
    public String getDisplayName(int invocationIndex) {
      return seeds.toString();
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
      return List.of(new SeedsPlayer(simulate, seeds));
    }
  }
}
