package dev.perdure.testing;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The kernel under faults, each program alone and all at once: the same seeds each time, and fresh
 * ones. {@code -Dperdure.seeds=1000} runs more fresh ones of each program, {@code
 * -Dperdure.fault=RING:8146332} only that one.
 */
final class ProgramsSimTest {
  private static final String ALL = "ALL";
  private static final int FIXED = 10;
  private static final int FRESH = 40;

  @TestFactory
  Stream<DynamicTest> everyGuaranteeHoldsUnderFaults() {
    String one = System.getProperty("perdure.fault");
    if (one != null) {
      String[] parts = one.split(":", 2);
      return Stream.of(dynamicTest(one, () -> run(parts[0], Long.parseLong(parts[1]), 1)));
    }
    long fresh = new SecureRandom().nextLong(1_000_000_000L) * 10_000;
    int number = Integer.getInteger("perdure.seeds", FRESH);
    System.out.printf("ProgramsSimTest: %d fresh seeds of each from %d%n", number, fresh);
    return Stream.concat(Arrays.stream(Programs.values()).map(Enum::name), Stream.of(ALL))
        .flatMap(
            program ->
                Stream.of(
                    dynamicTest(program + ", the same seeds", () -> run(program, 1, FIXED)),
                    dynamicTest(program + ", fresh seeds", () -> run(program, fresh, number))));
  }

  private static void run(String program, long first, int number) {
    Scenario scenario =
        program.equals(ALL) ? Programs.together() : Programs.valueOf(program).scenario();
    Simulator simulator = Simulator.of(scenario);
    for (long seed = first; seed < first + number; seed++) {
      RunResult result = simulator.run(seed);
      if (!result.isOk()) {
        throw new AssertionError(
            "%s%nagain: mvn -pl testing -am verify -Dtest=ProgramsSimTest -Dsurefire.failIfNoSpecifiedTests=false -Dperdure.fault=%s:%d"
                .formatted(result.thrown(), program, seed),
            result.thrown());
      }
    }
  }
}
