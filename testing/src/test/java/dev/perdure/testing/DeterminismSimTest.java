package dev.perdure.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.testing.explore.Plan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** One seed, one run: byte for byte, recorded or not, on any thread, in any JVM. */
final class DeterminismSimTest {
  private static final int SEEDS_OF_EACH_PROGRAM = 200;

  /** With those of the programs ten thousand. */
  private static final int SEEDS_OF_LEDGERS =
      10_000 - Programs.values().length * SEEDS_OF_EACH_PROGRAM;

  private static final int SEEDS_OF_CHILD = 200;
  private static final Plan PLAN = Plan.portfolio();

  private static final Simulator SIMULATOR = Simulator.of(Ledgers::play);

  /** Stands for all traces of some seeds. */
  private static long hash(Simulator simulator, long number) {
    long hash = 0;
    for (long seed = 1; seed <= number; seed++) {
      RunResult result = simulator.record(seed, PLAN.strategy(seed));
      assertThat(result.failure()).as("seed %d", seed).isEmpty();
      for (byte b : result.trace().toJson().getBytes(StandardCharsets.UTF_8)) {
        hash = hash * 31 + b;
      }
    }
    return hash;
  }

  @Test
  void tenThousandSeedsGiveTheSameTracesTwice() throws InterruptedException, ExecutionException {
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<String> one = threads.submit(() -> hashes(SEEDS_OF_LEDGERS, SEEDS_OF_EACH_PROGRAM));
      Future<String> other = threads.submit(() -> hashes(SEEDS_OF_LEDGERS, SEEDS_OF_EACH_PROGRAM));
      assertThat(one.get()).isEqualTo(other.get());
    }
  }

  @Test
  void differentSeedsGiveDifferentRuns() {
    long different =
        LongStream.rangeClosed(1, 50)
            .mapToObj(seed -> SIMULATOR.record(seed).trace())
            .distinct()
            .count();
    assertThat(different).isEqualTo(50);
  }

  @Test
  void aRunIsTheSameWhetherItIsRecordedOrNot() {
    for (Programs program : Programs.values()) {
      Simulator simulator = Simulator.of(program.scenario());
      for (long seed = 1; seed <= 5; seed++) {
        RunResult fast = simulator.run(seed);
        RunResult recorded = simulator.record(seed);
        assertThat(recorded.turns()).as("%s:%d", program, seed).isEqualTo(fast.turns());
        assertThat(recorded.struck()).as("%s:%d", program, seed).isEqualTo(fast.struck());
        assertThat(recorded.steps()).as("%s:%d", program, seed).isEqualTo(fast.steps());
      }
    }
  }

  @Test
  void theRecordedChoicesGiveTheSameRun() {
    for (Programs program : Programs.values()) {
      Simulator simulator = Simulator.of(program.scenario());
      for (long seed = 1; seed <= 5; seed++) {
        RunResult first = simulator.record(seed);
        RunResult again = simulator.record(seed, new ReplayStrategy(first.choices()));
        assertThat(difference(again.trace(), first.trace())).as("%s:%d", program, seed).isEmpty();
        assertThat(again.trace()).isEqualTo(first.trace());
        assertThat(again.choices()).as("%s:%d", program, seed).isEqualTo(first.choices());
      }
    }
  }

  /** The first line in which they differ, for a trace is long. */
  private static String difference(Trace one, Trace other) {
    List<String> ones = one.toText().lines().toList();
    List<String> others = other.toText().lines().toList();
    for (int i = 0; i < Math.min(ones.size(), others.size()); i++) {
      if (!ones.get(i).equals(others.get(i))) {
        return ones.get(i) + "\n" + others.get(i);
      }
    }
    return "";
  }

  @Test
  void noChoicesAtAllGiveARunWithoutFaults() {
    for (Programs program : Programs.values()) {
      RunResult plain =
          Simulator.of(program.scenario()).run(1, new ReplayStrategy(List.<Choice>of()));
      assertThat(plain.failure()).as("%s", program).isEmpty();
      assertThat(plain.faults()).as("%s", program).isZero();
      assertThat(plain.steps()).as("%s", program).isPositive();
    }
  }

  @Test
  void anotherJvmGivesTheSameTraces() throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UnlockExperimentalVMOptions",
                "-XX:hashCode=2", // All objects have one identity hash: no order can hang on it.
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName())
            .redirectErrorStream(true)
            .start();
    String printed =
        new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(child.waitFor()).as(printed).isZero();
    assertThat(printed).isEqualTo(hashes(SEEDS_OF_CHILD, 10));
  }

  /** Another JVM. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) {
      System.out.println(hashes(SEEDS_OF_CHILD, 10));
    }
  }

  /** Stands for the traces of some seeds of each program, one number for each. */
  private static String hashes(int ofLedgers, int ofEachProgram) {
    String ofPrograms =
        Arrays.stream(Programs.values())
            .map(program -> hash(Simulator.of(program.scenario()), ofEachProgram))
            .map(Object::toString)
            .collect(Collectors.joining(" "));
    return hash(SIMULATOR, ofLedgers) + " " + ofPrograms;
  }
}
