package dev.perdure.kernel;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.perdure.kernel.FaultRun.Task;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Whole kernels under faults, checked for G1 to G10: the same seeds each time, fresh ones, and
 * those that found something. {@code -Dperdure.seeds=1000} runs more fresh ones of each task,
 * {@code -Dperdure.fault=BANK:8146332} only that one.
 */
final class FaultSimTest {
  private static final int FIXED = 8;
  private static final int FRESH = 25;

  /** Runs that find what was once a bug of the kernel; each of them is planted again too. */
  private static final List<String> FOUND =
      List.of("COUNTERS:7", "COUNTERS:9", "FAMILY:1", "RING:1");

  private static final QuietLog LOG = new QuietLog();

  @BeforeAll
  static void quiet() {
    LOG.begin();
  }

  @AfterAll
  static void loud() {
    LOG.end();
  }

  @TestFactory
  Stream<DynamicTest> everyGuaranteeHoldsUnderFaults() {
    String one = System.getProperty("perdure.fault");
    if (one != null) {
      return Stream.of(dynamicTest(one, () -> run(one)));
    }
    long fresh = new SecureRandom().nextLong(1_000_000_000L) * 10_000;
    int number = Integer.getInteger("perdure.seeds", FRESH);
    Stream<DynamicTest> found = FOUND.stream().map(run -> dynamicTest(run, () -> run(run)));
    Stream<DynamicTest> all =
        Stream.concat(Arrays.stream(Task.values()).map(Enum::name), Stream.of("ALL"))
            .flatMap(
                task ->
                    Stream.of(
                        dynamicTest(task + ", the same seeds", () -> run(task, 1, FIXED)),
                        dynamicTest(task + ", fresh seeds", () -> run(task, fresh, number))));
    return Stream.concat(found, all);
  }

  private static void run(String task, long first, int number) {
    for (long seed = first; seed < first + number; seed++) {
      run(task + ":" + seed);
    }
  }

  private static void run(String line) {
    String[] parts = line.split(":");
    try {
      FaultRun.run(parts[0], Long.parseLong(parts[1]));
    } catch (RuntimeException | Error e) {
      throw new AssertionError(
          "%s%nagain: mvn -pl kernel -am verify -Dtest=FaultSimTest -Dsurefire.failIfNoSpecifiedTests=false -Dperdure.fault=%s"
              .formatted(e, line),
          e);
    }
  }
}
