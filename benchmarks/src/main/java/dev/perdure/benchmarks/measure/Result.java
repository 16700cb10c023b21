package dev.perdure.benchmarks.measure;

import dev.perdure.kernel.spi.Durability;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What one run of a workload measured.
 *
 * @param parameters what was run, in order: {@code clients}, {@code machines} and so on
 * @param payloadBytes of state that one step changes
 * @param fdatasyncMicros the median of a bare append with fdatasync in the same run
 * @param cost of all steps together
 * @param figures those that only this workload has, in order
 * @param verified whether what is durable is exactly what was acknowledged
 */
public record Result(
    String workload,
    Map<String, Long> parameters,
    double seconds,
    long steps,
    double p50Micros,
    double p99Micros,
    double maxMicros,
    Durability durability,
    int payloadBytes,
    double fdatasyncMicros,
    Usage cost,
    Map<String, Double> figures,
    boolean verified) {
  private static final int MIB = 1 << 20;

  /** Copies the maps and keeps their order. */
  public Result {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
  }

  /** Steps a second. */
  public double stepsPerSecond() {
    return steps / seconds;
  }

  /** One JSON object on one line, with the options of the JVM that measured. */
  public String toJson() {
    JsonLine line = new JsonLine().put("workload", workload);
    parameters.forEach(line::put);
    line.put("seconds", seconds, 2)
        .put("steps", steps)
        .put("steps_per_s", stepsPerSecond(), 0)
        .put("p50_us", p50Micros, 1)
        .put("p99_us", p99Micros, 1)
        .put("max_us", maxMicros, 1)
        .put("durability", durability.name())
        .put("payload_bytes", payloadBytes)
        .put("cores", Runtime.getRuntime().availableProcessors())
        .put("heap_mib", Runtime.getRuntime().maxMemory() / MIB)
        .put("fdatasync_us", fdatasyncMicros, 1)
        .put("cpu_us_per_step", perStep(cost.cpuNanos()) / 1_000, 2)
        .put("allocated_bytes_per_step", perStep(cost.allocatedBytes()), 0)
        .put("disk_bytes_per_step", diskBytesPerStep(), 0)
        .put("disk_per_payload", diskBytesPerStep() / payloadBytes, 2)
        .put("gc_ms", cost.gcMillis())
        .put("gc_max_ms", cost.longestGcMillis());
    figures.forEach((name, value) -> line.put(name, value, 1));
    return line.put("verified", verified).put("jvm", jvm()).toString();
  }

  private double perStep(long used) {
    return (double) used / steps;
  }

  private double diskBytesPerStep() {
    return cost.diskBytes() < 0 ? Double.NaN : perStep(cost.diskBytes());
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
