package dev.perdure.cli;

import dev.perdure.benchmarks.Workload;
import dev.perdure.benchmarks.measure.Result;
import dev.perdure.kernel.spi.Durability;
import dev.perdure.node.NodeConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What every workload takes. */
final class BenchSettings {
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
      names = "--dir",
      description =
          "Where to put the data, on the disk to measure; removed afterwards"
              + " (default: target/bench here).")
  Path dir = Path.of("target", "bench");

  /**
   * Runs a workload on a fresh directory, which is removed afterwards.
   *
   * @param progress hears what is done
   * @throws Failure if an option is out of its bounds; then nothing was made
   */
  Result run(Workload workload, BenchTimes times, BenchStore store, Consumer<String> progress)
      throws IOException, InterruptedException {
    NodeConfig config = config();
    try (Scratch scratch = Scratch.in(dir, "run-")) {
      NodeConfig fresh = config.dir(scratch.dir().resolve("node"));
      return times.trial(progress).run(workload, store.place(fresh));
    }
  }

  /** Runs a workload and prints its result; returns the exit status. */
  int report(CommandSpec spec, Workload workload, BenchTimes times, BenchStore store)
      throws IOException, InterruptedException {
    Progress progress = Progress.to(spec.commandLine().getErr());
    Result result = run(workload, times, store, progress::show);
    progress.say("done");
    spec.commandLine().getOut().println(result.toJson());
    spec.commandLine().getOut().flush();
    return result.verified() ? 0 : 1;
  }

  private NodeConfig config() {
    NodeConfig config = NodeConfig.at(dir);
    config = checked("--partitions", config, c -> c.partitions(partitions));
    return checked("--durability", config, c -> c.durability(durability));
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
