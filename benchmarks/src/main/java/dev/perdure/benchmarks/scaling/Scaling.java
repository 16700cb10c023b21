package dev.perdure.benchmarks.scaling;

import dev.perdure.benchmarks.CounterWorkload;
import dev.perdure.benchmarks.RingWorkload;
import dev.perdure.benchmarks.Workload;
import java.util.ArrayList;
import java.util.List;

/** Which runs show how the cost of a step grows. */
public final class Scaling {
  private static final List<Integer> MACHINES = List.of(1_000, 10_000, 100_000, 1_000_000);
  private static final List<Integer> PARTITIONS = List.of(1, 2, 4, 16, 64);

  /** Partitions while the machines grow in number, and machines while the partitions do. */
  private static final int USUAL_PARTITIONS = 8;

  private static final int USUAL_MACHINES = 1_000;
  private static final int CLIENTS = 512;
  private static final int TOKENS = 64;

  private Scaling() {}

  /** What grows. */
  public enum Growing {
    MACHINES,
    PARTITIONS
  }

  /** One run. */
  public record Run(Growing growing, int machines, int partitions, Workload workload) {}

  /**
   * All runs: first machines grow in number, then partitions.
   *
   * @param mostMachines leaves out runs with more
   * @param mostPartitions leaves out runs with more
   */
  public static List<Run> runs(int mostMachines, int mostPartitions) {
    List<Run> runs = new ArrayList<>();
    for (int machines : MACHINES) {
      if (machines <= mostMachines && USUAL_PARTITIONS <= mostPartitions) {
        add(runs, Growing.MACHINES, machines, USUAL_PARTITIONS);
      }
    }
    for (int partitions : PARTITIONS) {
      if (partitions <= mostPartitions) {
        add(runs, Growing.PARTITIONS, Math.min(USUAL_MACHINES, mostMachines), partitions);
      }
    }
    return runs;
  }

  private static void add(List<Run> runs, Growing growing, int machines, int partitions) {
    runs.add(new Run(growing, machines, partitions, new CounterWorkload(CLIENTS, false, machines)));
    runs.add(new Run(growing, machines, partitions, new RingWorkload(TOKENS, machines)));
  }
}
