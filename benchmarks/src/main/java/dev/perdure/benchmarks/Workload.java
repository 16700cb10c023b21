package dev.perdure.benchmarks;

import dev.perdure.benchmarks.measure.Meter;
import java.io.IOException;
import java.util.Map;

/** Something to measure. {@link Trial} runs it. */
public interface Workload {
  /** As results call it. */
  String name();

  /** What distinguishes this run from others of the workload, in the order to be told. */
  Map<String, Long> parameters();

  /** How many bytes of state one step changes. */
  int payloadBytes();

  /**
   * Runs it in a place that holds nothing, measures the part that counts, and leaves nothing that
   * runs.
   *
   * @return whether all went well, and what is durable, read when all was closed and opened anew,
   *     is exactly what was acknowledged
   */
  boolean run(Place place, Meter meter) throws IOException, InterruptedException;
}
