package dev.perdure.cli;

import dev.perdure.benchmarks.CounterWorkload;
import dev.perdure.benchmarks.HttpCounterWorkload;
import dev.perdure.benchmarks.Result;
import dev.perdure.benchmarks.RingWorkload;
import dev.perdure.kernel.spi.Durability;
import dev.perdure.node.NodeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures workloads on this machine; the last line printed is one JSON object. */
@Command(
    name = "bench",
    description = {
      "Measures durable steps on this machine.",
      "The last line is one JSON object; its steps count only when \"verified\" is true."
    },
    mixinStandardHelpOptions = true)
final class Bench {
  /** What every workload takes. */
  static final class Settings {
    @Option(
        names = "--seconds",
        defaultValue = "10",
        description = "How long to measure, after a warm-up (default: ${DEFAULT-VALUE}).")
    int seconds;

    @Option(
        names = "--warm-up",
        defaultValue = "5",
        description = "Seconds before measuring begins (default: ${DEFAULT-VALUE}).")
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
        names = "--dir",
        description =
            "Where to put the data, on the disk to measure; removed afterwards"
                + " (default: target/bench here).")
    Path dir = Path.of("target", "bench");

    /** Settings of a node with a fresh directory. */
    NodeConfig config() throws IOException {
      Files.createDirectories(dir);
      return NodeConfig.at(Files.createTempDirectory(dir, "node-"))
          .partitions(partitions)
          .durability(durability);
    }
  }

  /** One run of a workload. */
  @FunctionalInterface
  private interface Run {
    Result on(NodeConfig config) throws IOException, InterruptedException;
  }

  @Command(
      name = "counter",
      description = "1,000 machines; each client adds 1 to a random one and waits until durable.",
      mixinStandardHelpOptions = true)
  int counter(
      @Mixin Settings settings,
      @Option(
              names = "--clients",
              defaultValue = "512",
              description = "Clients at once (default: ${DEFAULT-VALUE}).")
          int clients,
      @Option(
              names = "--http",
              description =
                  "Over HTTP: the node is in a process of its own, each client has a connection.")
          boolean http)
      throws IOException, InterruptedException {
    Duration warmUp = Duration.ofSeconds(settings.warmUp);
    Duration length = Duration.ofSeconds(settings.seconds);
    return run(
        settings,
        http
            ? config -> new HttpCounterWorkload(config, clients, warmUp, length).run()
            : config -> new CounterWorkload(config, clients, warmUp, length).run());
  }

  @Command(
      name = "ring",
      description = "100 machines in a ring pass tokens; every hop is a durable step.",
      mixinStandardHelpOptions = true)
  int ring(
      @Mixin Settings settings,
      @Option(
              names = "--tokens",
              defaultValue = "1",
              description = "Tokens at once (default: ${DEFAULT-VALUE}).")
          int tokens)
      throws IOException, InterruptedException {
    return run(
        settings,
        config ->
            new RingWorkload(
                    config,
                    tokens,
                    Duration.ofSeconds(settings.warmUp),
                    Duration.ofSeconds(settings.seconds))
                .run());
  }

  private static int run(Settings settings, Run run) throws IOException, InterruptedException {
    NodeConfig config = settings.config();
    try {
      Result result = run.on(config);
      System.out.println(result.toJson());
      return result.verified() ? 0 : 1;
    } finally {
      Trees.delete(config.dir());
    }
  }
}
