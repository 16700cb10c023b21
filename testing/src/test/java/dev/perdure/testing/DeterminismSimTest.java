package dev.perdure.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** One seed, one run: byte for byte, recorded or not, on any thread, in any JVM. */
final class DeterminismSimTest {
  private static final int SEEDS = 10_000;
  private static final int SEEDS_OF_CHILD = 200;

  private static final Simulator SIMULATOR = Simulator.of(Ledgers::play);

  /** Stands for all traces of some seeds. */
  private static long hash(long first, long number) {
    long hash = 0;
    for (long seed = first; seed < first + number; seed++) {
      RunResult result = SIMULATOR.record(seed);
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
      Future<Long> one = threads.submit(() -> hash(1, SEEDS));
      Future<Long> other = threads.submit(() -> hash(1, SEEDS));
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
      Simulator simulator = Simulator.of(program.scenario);
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
      Simulator simulator = Simulator.of(program.scenario);
      for (long seed = 1; seed <= 5; seed++) {
        RunResult first = simulator.record(seed);
        RunResult again = simulator.record(seed, new ReplayStrategy(first.choices()));
        assertThat(again.trace()).as("%s:%d", program, seed).isEqualTo(first.trace());
        assertThat(again.choices()).as("%s:%d", program, seed).isEqualTo(first.choices());
      }
    }
  }

  @Test
  void noChoicesAtAllGiveARunWithoutFaults() {
    for (Programs program : Programs.values()) {
      RunResult plain =
          Simulator.of(program.scenario).run(1, new ReplayStrategy(List.<Choice>of()));
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
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName())
            .redirectErrorStream(true)
            .start();
    String printed =
        new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(child.waitFor()).as(printed).isZero();
    assertThat(printed).isEqualTo(Long.toString(hash(1, SEEDS_OF_CHILD)));
  }

  /** Another JVM. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) {
      System.out.println(hash(1, SEEDS_OF_CHILD));
    }
  }
}
