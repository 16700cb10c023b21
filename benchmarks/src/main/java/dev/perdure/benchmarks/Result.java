package dev.perdure.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.stream.Collectors;

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

  /** One JSON object on one line, with the options of the JVM that measured. */
  public String toJson() {
    return String.format(
        Locale.ROOT,
        "{\"workload\":\"%s\",\"%s\":%d,\"seconds\":%.2f,\"steps\":%d,\"steps_per_s\":%.0f,"
            + "\"p50_us\":%.1f,\"p99_us\":%.1f,\"durability\":\"%s\",\"fdatasync_us\":%.1f,"
            + "\"verified\":%b,\"jvm\":\"%s\"}",
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
        verified,
        jvm());
  }

  /** The JVM and its options that matter for speed: which heap, which collector, which compiler. */
  private static String jvm() {
    String options =
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(option -> option.startsWith("-X"))
            .map(option -> option.replaceAll("[^-+:=.,_A-Za-z0-9]", "?"))
            .collect(Collectors.joining(" "));
    return (Runtime.version().feature() + " " + options).strip();
  }
}
