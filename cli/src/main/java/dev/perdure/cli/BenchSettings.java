package dev.perdure.cli;

import dev.perdure.benchmarks.Place;
import dev.perdure.benchmarks.Trial;
import dev.perdure.benchmarks.Workload;
import dev.perdure.benchmarks.measure.Result;
import dev.perdure.kernel.spi.Durability;
import dev.perdure.node.NodeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Option;

/** What every workload takes. */
final class BenchSettings {
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

  @Option(
      names = "--partitions",
      defaultValue = "8",
      description = "Partitions of the node (default: ${DEFAULT-VALUE}).")
  int partitions;

  @Option(
      names = "--durability",
      defaultValue = "SYNC",
      description = "SYNC or OS (default: ${DEFAULT-VALUE}).")
  Durability durability;

  @Option(
      names = "--memory",
      description = "On a store in memory instead: the limit of everything but the disk.")
  boolean memory;

  @Option(
      names = "--dir",
      description =
          "Where to put the data, on the disk to measure; removed afterwards"
              + " (default: target/bench here).")
  Path dir = Path.of("target", "bench");

  /**
   * Runs a workload on a fresh directory, which is removed afterwards.
   *
   * @throws Failure if an option is out of its bounds; then nothing was made
   */
  Result run(Workload workload) throws IOException, InterruptedException {
    NodeConfig config = config();
    try {
      Place place = memory ? Place.memory(config) : Place.directory(config);
      return new Trial(Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds), Trial.BARE_APPENDS)
          .run(workload, place);
    } finally {
      Trees.delete(config.dir());
    }
  }

  private NodeConfig config() throws IOException {
    atLeast("--seconds", 1, seconds);
    atLeast("--warm-up", 0, warmUp);
    NodeConfig config = NodeConfig.at(dir);
    config = checked("--partitions", config, c -> c.partitions(partitions));
    config = checked("--durability", config, c -> c.durability(durability));
    Files.createDirectories(dir);
    return config.dir(Files.createTempDirectory(dir, "node-"));
  }

  private static NodeConfig checked(
      String option, NodeConfig config, UnaryOperator<NodeConfig> setting) {
    try {
      return setting.apply(config);
    } catch (IllegalArgumentException e) {
      throw new Failure(Failure.WRONG_CALL, "option " + option + ": " + e.getMessage());
    }
  }

  /** Refuses an option below its bound. */
  static void atLeast(String option, int least, int value) {
    if (value < least) {
      throw new Failure(
          Failure.WRONG_CALL, "option %s must be >= %d: %d".formatted(option, least, value));
    }
  }
}
