package dev.perdure.testing.mutants;

import dev.perdure.testing.Programs;
import dev.perdure.testing.RunResult;
import dev.perdure.testing.Simulator;
import dev.perdure.testing.Violation;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Plays a program by its name, seed by seed. It is loaded anew with each mutant, so whoever calls
 * it sees nothing of it but what the JDK knows.
 */
public final class MutantRun implements LongFunction<@Nullable String> {
  private final Simulator simulator;

  /**
   * @param program of {@link Programs}
   */
  public MutantRun(String program) {
    simulator = Simulator.of(Programs.valueOf(program).scenario());
  }

  /**
   * How the run of a seed failed, null when it did not: what a check said, as it is; else the
   * error, with its class. The stack trace follows in the next lines.
   */
  @Override
  public @Nullable String apply(long seed) {
    RunResult result = simulator.run(seed);
    Throwable thrown = result.thrown();
    if (thrown == null) {
      return null;
    }
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    String said = thrown instanceof Violation ? thrown.getMessage() : thrown.toString();
    return String.valueOf(said).lines().findFirst().orElse("") + "\n" + trace;
  }
}
