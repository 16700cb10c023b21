package dev.perdure.cli;

import dev.perdure.testing.SimulatedApp;
import dev.perdure.testing.explore.Exploration;
import dev.perdure.testing.explore.Explorer;
import dev.perdure.testing.explore.Plan;
import dev.perdure.testing.explore.Played;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures how many runs the simulator plays in a second. */
@Command(
    name = "simulate",
    description =
        "Runs of the bank in the simulator, 10 accounts and 20 transfers, all faults on, one world"
            + " for each core.",
    mixinStandardHelpOptions = true)
final class BenchSimulate implements Callable<Integer> {
  @Option(
      names = "--seconds",
      defaultValue = "10",
      description = "How long to measure (default: ${DEFAULT-VALUE}).")
  int seconds;

  @Option(
      names = "--warm-up",
      defaultValue = "45",
      description = "Seconds before measuring begins (default: ${DEFAULT-VALUE}).")
  int warmUp;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "The first seed (default: ${DEFAULT-VALUE}).")
  long seed;

  @Override
  public Integer call() {
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
}
