package dev.perdure.benchmarks;

import java.util.Locale;

/**
 * What one run of a workload measured.
 *
 * @param load what the load is counted in: {@code clients} or {@code tokens}
 * @param fdatasyncMicros the median of a bare append with fdatasync in the same run
 * @param verified whether the durable sums are exact
 */
public record Result(
    String workload,
    String load,
    int count,
    double seconds,
    long steps,
    double p50Micros,
    double p99Micros,
    String durability,
    double fdatasyncMicros,
    boolean verified) {

  /** Steps a second. */
  public double stepsPerSecond() {
    return steps / seconds;
  }

  /** One JSON object on one line. */
  public String toJson() {
    return String.format(
        Locale.ROOT,
        "{\"workload\":\"%s\",\"%s\":%d,\"seconds\":%.2f,\"steps\":%d,\"steps_per_s\":%.0f,"
            + "\"p50_us\":%.1f,\"p99_us\":%.1f,\"durability\":\"%s\",\"fdatasync_us\":%.1f,"
            + "\"verified\":%b}",
        workload,
        load,
        count,
        seconds,
        steps,
        stepsPerSecond(),
        p50Micros,
        p99Micros,
        durability,
        fdatasyncMicros,
        verified);
  }
}
