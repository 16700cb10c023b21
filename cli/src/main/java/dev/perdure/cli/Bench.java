package dev.perdure.cli;

import dev.perdure.benchmarks.CounterWorkload;
import dev.perdure.benchmarks.HttpCounterWorkload;
import dev.perdure.benchmarks.Result;
import dev.perdure.benchmarks.RingWorkload;
import dev.perdure.kernel.spi.Durability;
import dev.perdure.node.NodeConfig;
import dev.perdure.testing.SimulatedApp;
import dev.perdure.testing.explore.Exploration;
import dev.perdure.testing.explore.Explorer;
import dev.perdure.testing.explore.Plan;
import dev.perdure.testing.explore.Played;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

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
        names = "--dir",
        description =
            "Where to put the data, on the disk to measure; removed afterwards"
                + " (default: target/bench here).")
    Path dir = Path.of("target", "bench");

    /**
     * Settings of a node with a fresh directory, which is made once all is well.
     *
     * @throws Failure if one is out of its bounds
     */
    NodeConfig config() throws IOException {
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
  }

  private static void atLeast(String option, int least, int value) {
    if (value < least) {
      throw new Failure(
          Failure.WRONG_CALL, "option %s must be >= %d: %d".formatted(option, least, value));
    }
  }

  @Spec private CommandSpec spec;

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
                  "Over HTTP: the node is in a process of its own, each client a connection to it.")
          boolean http)
      throws IOException, InterruptedException {
    atLeast("--clients", 1, clients);
    if (http && clients > HttpCounterWorkload.MAX_CONNECTIONS) {
      throw new Failure(
          Failure.WRONG_CALL,
          "option --clients must be <= %d with --http: %d"
              .formatted(HttpCounterWorkload.MAX_CONNECTIONS, clients));
    }
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
    atLeast("--tokens", 1, tokens);
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

  @Command(
      name = "simulate",
      description =
          "Runs of the bank in the simulator, 10 accounts and 20 transfers, all faults on, one"
              + " world for each core.",
      mixinStandardHelpOptions = true)
  int simulate(
      @Option(
              names = "--seconds",
              defaultValue = "10",
              description = "How long to measure (default: ${DEFAULT-VALUE}).")
          int seconds,
      @Option(
              names = "--warm-up",
              defaultValue = "45",
              description = "Seconds before measuring begins (default: ${DEFAULT-VALUE}).")
          int warmUp,
      @Option(
              names = "--seed",
              defaultValue = "1",
              description = "The first seed (default: ${DEFAULT-VALUE}).")
          long seed) {
    if (seconds < 1 || warmUp < 1) {
      throw new Failure(Failure.WRONG_CALL, "--seconds and --warm-up must be 1 or more");
    }
    // The compiler has much to do: behind 30 seconds runs are still becoming faster.
    Exploration warm = simulateBank(seed, warmUp);
    Exploration measured = simulateBank(seed + warm.played().runs(), seconds);
    Played played = measured.played();
    System.out.println(
        String.format(
            Locale.ROOT,
            "{\"workload\":\"simulate\",\"threads\":%d,\"seconds\":%.2f,\"runs\":%d,\"steps\":%d,"
                + "\"faults\":%d,\"runs_per_s\":%.0f,\"verified\":%b}",
            Runtime.getRuntime().availableProcessors(),
            played.elapsed().toNanos() / 1e9,
            played.runs(),
            played.steps(),
            played.faults(),
            played.runsPerSecond(),
            warm.isOk() && measured.isOk()));
    return warm.isOk() && measured.isOk() ? 0 : 1;
  }

  private static Exploration simulateBank(long firstSeed, int seconds) {
    SimulatedApp bank = Simulations.here().named("bank");
    return Explorer.of(bank.scenario(bank.standardSize()))
        .plan(Plan.random())
        .firstSeed(firstSeed)
        .time(Duration.ofSeconds(seconds))
        .explore();
  }

  private int run(Settings settings, Run run) throws IOException, InterruptedException {
    NodeConfig config = settings.config();
    try {
      Result result = run.on(config);
      spec.commandLine().getOut().println(result.toJson());
      spec.commandLine().getOut().flush();
      return result.verified() ? 0 : 1;
    } finally {
      Trees.delete(config.dir());
    }
  }
}
