package dev.perdure.cli;

import dev.perdure.benchmarks.BigMapWorkload;
import dev.perdure.benchmarks.ColdWorkload;
import dev.perdure.benchmarks.CounterWorkload;
import dev.perdure.benchmarks.CreateWorkload;
import dev.perdure.benchmarks.FanOutWorkload;
import dev.perdure.benchmarks.RingWorkload;
import dev.perdure.benchmarks.TimersWorkload;
import dev.perdure.benchmarks.TwoStoreRingWorkload;
import dev.perdure.benchmarks.Workload;
import dev.perdure.benchmarks.http.HttpCounterWorkload;
import dev.perdure.benchmarks.recovery.RecoveryWorkload;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures workloads on this machine; the last line printed is one JSON object. */
@Command(
    name = "bench",
    description = {
      "Measures durable steps on this machine.",
      "Of one workload the last line is one JSON object; its steps count only when \"verified\" is"
          + " true. --all runs all workloads, in sizes that take less than ten minutes together,"
          + " and ends in a table."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "[WORKLOAD]",
    subcommands = {BenchSimulate.class, BenchRsm.class, BenchScaling.class, BenchMicro.class})
final class Bench implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--all", description = "Run all workloads, each in a process of its own.")
  private boolean all;

  @Option(
      names = "--seconds",
      defaultValue = "6",
      description = "With --all: how long to measure each (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--warm-up",
      defaultValue = "7",
      description = "With --all: seconds before measuring begins (default: ${DEFAULT-VALUE}).")
  private int warmUp;

  @Option(
      names = "--dir",
      description =
          "With --all: where to put the data, on the disk to measure; removed afterwards (default:"
              + " target/bench here).")
  private Path dir = Path.of("target", "bench");

  @Option(
      names = "--results",
      description =
          "With --all: the file that gets the JSON lines (default: target/bench-results.jsonl"
              + " here).")
  private Path results = Path.of("target", "bench-results.jsonl");

  /** All workloads. */
  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!all) throw new ParameterException(spec.commandLine(), "say which workload, or --all");
    BenchSettings.atLeast("--seconds", 1, seconds);
    BenchSettings.atLeast("--warm-up", 0, warmUp);
    return new BenchAll(spec.commandLine().getOut(), dir, results)
        .run(BenchRows.all(seconds, warmUp));
  }

  @Command(
      name = "counter",
      description = "Each client adds 1 to a random counter and waits until that is durable.",
      mixinStandardHelpOptions = true)
  int counter(
      @Mixin BenchSettings settings,
      @Mixin BenchTimes times,
      @Mixin BenchStore store,
      @Option(
              names = "--clients",
              defaultValue = "512",
              description = "Clients at once (default: ${DEFAULT-VALUE}).")
          int clients,
      @Option(
              names = "--machines",
              defaultValue = "" + CounterWorkload.MACHINES,
              description =
                  "Counters; they are made before measuring begins (default: ${DEFAULT-VALUE}).")
          int machines,
      @Option(
              names = "--virtual",
              description =
                  "Clients are virtual threads. Otherwise one client is a thread that waits, and"
                      + " many are callbacks.")
          boolean virtual,
      @Option(
              names = "--http",
              description =
                  "Over HTTP: the node is in a process of its own, each client a connection to it.")
          boolean http)
      throws IOException, InterruptedException {
    BenchSettings.atLeast("--clients", 1, clients);
    BenchSettings.atLeast("--machines", 1, machines);
    times.check();
    if (!http) return run(settings, times, store, new CounterWorkload(clients, virtual, machines));
    if (clients > HttpCounterWorkload.MAX_CONNECTIONS) {
      throw new Failure(
          Failure.WRONG_CALL,
          "option --clients must be <= %d with --http: %d"
              .formatted(HttpCounterWorkload.MAX_CONNECTIONS, clients));
    }
    if (virtual || store.memory || machines != CounterWorkload.MACHINES) {
      throw new Failure(
          Failure.WRONG_CALL, "option --http goes without --virtual, --memory and --machines");
    }
    return run(settings, times, store, new HttpCounterWorkload(clients));
  }

  @Command(
      name = "ring",
      description = "Machines in a ring pass tokens; every hop is a durable step.",
      mixinStandardHelpOptions = true)
  int ring(
      @Mixin BenchSettings settings,
      @Mixin BenchTimes times,
      @Mixin BenchStore store,
      @Option(
              names = "--tokens",
              defaultValue = "1",
              description = "Tokens at once (default: ${DEFAULT-VALUE}).")
          int tokens,
      @Option(
              names = "--machines",
              defaultValue = "" + RingWorkload.MACHINES,
              description = "Members of the ring (default: ${DEFAULT-VALUE}).")
          int machines,
      @Option(
              names = "--two-stores",
              description =
                  "Each hop goes from one store of the node to another, by outbox and dedup.")
          boolean twoStores)
      throws IOException, InterruptedException {
    BenchSettings.atLeast("--tokens", 1, tokens);
    BenchSettings.atLeast("--machines", 1, machines);
    times.check();
    if (!twoStores) return run(settings, times, store, new RingWorkload(tokens, machines));
    if (store.memory || machines != RingWorkload.MACHINES) {
      throw new Failure(
          Failure.WRONG_CALL, "option --two-stores goes without --memory and --machines");
    }
    return run(settings, times, store, new TwoStoreRingWorkload(tokens));
  }

  @Command(
      name = "fan-out",
      description = "One machine sends to many in one step, and again when all have stepped it.",
      mixinStandardHelpOptions = true)
  int fanOut(
      @Mixin BenchSettings settings,
      @Mixin BenchTimes times,
      @Mixin BenchStore store,
      @Option(
              names = "--listeners",
              defaultValue = "" + FanOutWorkload.LISTENERS,
              description = "To how many machines (default: ${DEFAULT-VALUE}).")
          int listeners)
      throws IOException, InterruptedException {
    BenchSettings.atLeast("--listeners", 1, listeners);
    times.check();
    return run(settings, times, store, new FanOutWorkload(listeners));
  }

  @Command(
      name = "create",
      description = "Machines are created, step one event and are halted by the next.",
      mixinStandardHelpOptions = true)
  int create(
      @Mixin BenchSettings settings,
      @Mixin BenchStore store,
      @Option(
              names = "--warm-up",
              defaultValue = "8",
              description = "Seconds before measuring begins (default: ${DEFAULT-VALUE}).")
          int seconds,
      @Option(
              names = "--machines",
              defaultValue = "" + CreateWorkload.MACHINES,
              description = "How many (default: ${DEFAULT-VALUE}).")
          int machines)
      throws IOException, InterruptedException {
    BenchSettings.atLeast("--machines", 1, machines);
    return run(settings, BenchTimes.warmUp(seconds), store, new CreateWorkload(machines));
  }

  @Command(
      name = "timers",
      description = "Many machines with a timer each; the latencies are how late those fired.",
      mixinStandardHelpOptions = true)
  int timers(
      @Mixin BenchSettings settings,
      @Mixin BenchStore store,
      @Option(
              names = "--timers",
              defaultValue = "" + TimersWorkload.TIMERS,
              description = "How many (default: ${DEFAULT-VALUE}).")
          int timers,
      @Option(
              names = "--over",
              defaultValue = "600",
              description = "Seconds over which they are due (default: ${DEFAULT-VALUE}).")
          int over)
      throws IOException, InterruptedException {
    BenchSettings.atLeast("--timers", 1, timers);
    BenchSettings.atLeast("--over", 1, over);
    Workload workload = new TimersWorkload(timers, Duration.ofSeconds(over));
    return run(settings, BenchTimes.NONE, store, workload);
  }

  @Command(
      name = "big-map",
      description = "One machine with many entries in a durable map; one put a step.",
      mixinStandardHelpOptions = true)
  int bigMap(
      @Mixin BenchSettings settings,
      @Mixin BenchTimes times,
      @Mixin BenchStore store,
      @Option(
              names = "--entries",
              defaultValue = "" + BigMapWorkload.ENTRIES,
              description = "How many (default: ${DEFAULT-VALUE}).")
          int entries,
      @Option(
              names = "--clients",
              defaultValue = "64",
              description = "Clients at once (default: ${DEFAULT-VALUE}).")
          int clients)
      throws IOException, InterruptedException {
    BenchSettings.atLeast("--entries", 1, entries);
    BenchSettings.atLeast("--clients", 1, clients);
    times.check();
    return run(settings, times, store, new BigMapWorkload(entries, clients));
  }

  @Command(
      name = "cold",
      description = "Very many idle machines; one client visits random ones.",
      mixinStandardHelpOptions = true)
  int cold(
      @Mixin BenchSettings settings,
      @Mixin BenchTimes times,
      @Option(
              names = "--machines",
              defaultValue = "" + ColdWorkload.MACHINES,
              description = "How many (default: ${DEFAULT-VALUE}).")
          int machines)
      throws IOException, InterruptedException {
    BenchSettings.atLeast("--machines", 1, machines);
    times.check();
    return run(settings, times, BenchStore.ON_DISK, new ColdWorkload(machines));
  }

  @Command(
      name = "recovery",
      description = "How soon a node serves after it was killed while it wrote.",
      mixinStandardHelpOptions = true)
  int recovery(
      @Mixin BenchSettings settings,
      @Option(
              names = "--machines",
              defaultValue = "" + RecoveryWorkload.MACHINES,
              description = "How many (default: ${DEFAULT-VALUE}).")
          int machines,
      @Option(
              names = "--written-mib",
              defaultValue = "" + RecoveryWorkload.WRITTEN_MIB,
              description = "MiB written before it is killed (default: ${DEFAULT-VALUE}).")
          int mib)
      throws IOException, InterruptedException {
    BenchSettings.atLeast("--machines", 1, machines);
    BenchSettings.atLeast("--written-mib", 1, mib);
    return run(settings, BenchTimes.NONE, BenchStore.ON_DISK, new RecoveryWorkload(machines, mib));
  }

  private int run(BenchSettings settings, BenchTimes times, BenchStore store, Workload workload)
      throws IOException, InterruptedException {
    return settings.report(spec, workload, times, store);
  }
}
