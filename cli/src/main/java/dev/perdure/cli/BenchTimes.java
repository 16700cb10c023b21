package dev.perdure.cli;

import dev.perdure.benchmarks.Trial;
import java.time.Duration;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** How long a workload runs that has no end of its own. */
final class BenchTimes {
  /** For workloads that end when they are done, and have no warm-up. */
  static final BenchTimes NONE = new BenchTimes();

  @Option(
      names = "--seconds",
      defaultValue = "10",
      description = "How long to measure, after a warm-up (default: ${DEFAULT-VALUE}).")
  int seconds;

  @Option(
      names = "--warm-up",
      defaultValue = "8",
      description =
          "Seconds before measuring begins, in which the JVM compiles what is used (default:"
              + " ${DEFAULT-VALUE}).")
  int warmUp;

  /** For a workload that ends when it is done. */
  static BenchTimes warmUp(int seconds) {
    BenchSettings.atLeast("--warm-up", 0, seconds);
    BenchTimes times = new BenchTimes();
    times.warmUp = seconds;
    return times;
  }

  /** Refuses what is out of its bounds. */
  void check() {
    BenchSettings.atLeast("--seconds", 1, seconds);
    BenchSettings.atLeast("--warm-up", 0, warmUp);
  }

  Trial trial(Consumer<String> progress) {
    return new Trial(
        Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds), Trial.BARE_APPENDS, progress);
  }
}
