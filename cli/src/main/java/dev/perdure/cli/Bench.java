package dev.perdure.cli;

import dev.perdure.benchmarks.CounterWorkload;
import dev.perdure.benchmarks.RingWorkload;
import dev.perdure.benchmarks.TwoStoreRingWorkload;
import dev.perdure.benchmarks.Workload;
import dev.perdure.benchmarks.http.HttpCounterWorkload;
import dev.perdure.benchmarks.measure.Result;
import java.io.IOException;
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
    mixinStandardHelpOptions = true,
    subcommands = {
      BenchSimulate.class,
      BenchRsm.class,
      BenchScaling.class,
      BenchMicro.class
    })
final class Bench {
  @Spec private CommandSpec spec;

  @Command(
      name = "counter",
      description = "Each client adds 1 to a random counter and waits until that is durable.",
      mixinStandardHelpOptions = true)
  int counter(
      @Mixin BenchSettings settings,
      @Option(
              names = "--clients",
              defaultValue = "512",
              description = "Clients at once (default: ${DEFAULT-VALUE}).")
          int clients,
      @Option(
              names = "--machines",
              defaultValue = "1000",
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
    if (!http) return run(settings, new CounterWorkload(clients, virtual, machines));
    if (clients > HttpCounterWorkload.MAX_CONNECTIONS) {
      throw new Failure(
          Failure.WRONG_CALL,
          "option --clients must be <= %d with --http: %d"
              .formatted(HttpCounterWorkload.MAX_CONNECTIONS, clients));
    }
    if (virtual || settings.memory || machines != CounterWorkload.MACHINES) {
      throw new Failure(
          Failure.WRONG_CALL, "option --http goes without --virtual, --memory and --machines");
    }
    return run(settings, new HttpCounterWorkload(clients));
  }

  @Command(
      name = "ring",
      description = "Machines in a ring pass tokens; every hop is a durable step.",
      mixinStandardHelpOptions = true)
  int ring(
      @Mixin BenchSettings settings,
      @Option(
              names = "--tokens",
              defaultValue = "1",
              description = "Tokens at once (default: ${DEFAULT-VALUE}).")
          int tokens,
      @Option(
              names = "--machines",
              defaultValue = "100",
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
    if (!twoStores) return run(settings, new RingWorkload(tokens, machines));
    if (settings.memory || machines != RingWorkload.MACHINES) {
      throw new Failure(
          Failure.WRONG_CALL, "option --two-stores goes without --memory and --machines");
    }
    return run(settings, new TwoStoreRingWorkload(tokens));
  }

  private int run(BenchSettings settings, Workload workload)
      throws IOException, InterruptedException {
    Result result = settings.run(workload);
    spec.commandLine().getOut().println(result.toJson());
    spec.commandLine().getOut().flush();
    return result.verified() ? 0 : 1;
  }
}
