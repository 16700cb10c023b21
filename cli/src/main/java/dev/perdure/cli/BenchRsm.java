package dev.perdure.cli;

import dev.perdure.benchmarks.RingWorkload;
import dev.perdure.benchmarks.RsmCounterWorkload;
import dev.perdure.benchmarks.RsmRingWorkload;
import dev.perdure.benchmarks.Workload;
import dev.perdure.benchmarks.rsm.Syncs;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures what the workloads make by the protocol of the original Reliable State Machines. */
@Command(
    name = "rsm",
    description = {
      "The same workloads by the protocol of the original Reliable State Machines, on the same",
      "store: one transaction and one sync for each event, outboxes drained one message a call."
    },
    mixinStandardHelpOptions = true)
final class BenchRsm {
  @Spec private CommandSpec spec;

  /** What both take. */
  static final class SyncsOption {
    @Option(
        names = "--shared-syncs",
        description =
            "Transactions that wait for the disk at once share a sync, which the original's do"
                + " not.")
    boolean shared;

    Syncs syncs() {
      return shared ? Syncs.SHARED : Syncs.EACH;
    }
  }

  @Command(
      name = "counter",
      description = "Each client adds 1 to a random counter and waits until that is durable.",
      mixinStandardHelpOptions = true)
  int counter(
      @Mixin BenchSettings settings,
      @Mixin BenchTimes times,
      @Mixin SyncsOption option,
      @Option(
              names = "--clients",
              defaultValue = "512",
              description = "Clients at once (default: ${DEFAULT-VALUE}).")
          int clients,
      @Option(
              names = "--machines",
              defaultValue = "1000",
              description = "Counters (default: ${DEFAULT-VALUE}).")
          int machines)
      throws IOException, InterruptedException {
    BenchSettings.atLeast("--clients", 1, clients);
    BenchSettings.atLeast("--machines", 1, machines);
    times.check();
    return run(settings, times, new RsmCounterWorkload(clients, machines, option.syncs()));
  }

  @Command(
      name = "ring",
      description = "Machines in a ring pass tokens, " + RingWorkload.MACHINES + " of them.",
      mixinStandardHelpOptions = true)
  int ring(
      @Mixin BenchSettings settings,
      @Mixin BenchTimes times,
      @Mixin SyncsOption option,
      @Option(
              names = "--tokens",
              defaultValue = "1",
              description = "Tokens at once (default: ${DEFAULT-VALUE}).")
          int tokens)
      throws IOException, InterruptedException {
    BenchSettings.atLeast("--tokens", 1, tokens);
    times.check();
    return run(settings, times, new RsmRingWorkload(tokens, option.syncs()));
  }

  private int run(BenchSettings settings, BenchTimes times, Workload workload)
      throws IOException, InterruptedException {
    return settings.report(spec, workload, times, BenchStore.ON_DISK);
  }
}
