package dev.perdure.cli;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * All workloads, in sizes that take less than ten minutes together, and the goals for two cores.
 */
final class BenchRows {
  /** The JVM of a service has the processors to share while it compiles. */
  private static final int MORE_WARM_UP = 8;

  private BenchRows() {}

  static List<BenchRow> all(int seconds, int warmUp) {
    String[] times = {"--seconds", "" + seconds, "--warm-up", "" + warmUp};
    String[] longer = {"--seconds", "" + seconds, "--warm-up", "" + (warmUp + MORE_WARM_UP)};
    return Stream.of(
            counters().map(row -> row.with(times)),
            overHttp().map(row -> row.with(longer)),
            rings().map(row -> row.with(times)),
            twoStores().map(row -> row.with(times)),
            original().map(row -> row.with(times)),
            sizes(times, warmUp))
        .flatMap(rows -> rows)
        .toList();
  }

  private static Stream<BenchRow> counters() {
    return Stream.of(
        counter("1 client", "1")
            .goal("p50 at most 1.3 x the append", result -> ofAppend(result) <= 1.3),
        BenchRow.of(
                "counter, 1 client, a virtual thread",
                BenchRows::steps,
                "counter",
                "--clients",
                "1",
                "--virtual")
            .goal("p50 at most 1.5 x the append", result -> ofAppend(result) <= 1.5),
        counter("64 clients", "64").goal("80,000/s", atLeast("steps_per_s", 80_000)),
        counter("512 clients", "512")
            .goal(
                "250,000/s, p99 at most 6 ms, disk at most 5 x the payload, less than 1,024 B"
                    + " allocated",
                result ->
                    value(result, "steps_per_s") >= 250_000
                        && value(result, "p99_us") <= 6_000
                        && value(result, "disk_per_payload") <= 5
                        && value(result, "allocated_bytes_per_step") < 1_024),
        counter("4,096 clients", "4096").goal("400,000/s", atLeast("steps_per_s", 400_000)),
        BenchRow.of(
                "counter, 512 clients, 1,000,000 machines",
                BenchRows::steps,
                "counter",
                "--clients",
                "512",
                "--machines",
                "1000000")
            .goal("120,000/s", atLeast("steps_per_s", 120_000)),
        inMemory(counter("1 client", "1")),
        inMemory(counter("64 clients", "64")),
        inMemory(counter("512 clients", "512")),
        inMemory(counter("4,096 clients", "4096")));
  }

  private static BenchRow counter(String title, String clients) {
    return BenchRow.of("counter, " + title, BenchRows::steps, "counter", "--clients", clients);
  }

  private static BenchRow inMemory(BenchRow row) {
    BenchRow memory = row.with("--memory");
    return new BenchRow(
        row.title() + ", in memory", memory.arguments(), row.jvm(), row.figure(), row.goal());
  }

  private static Stream<BenchRow> overHttp() {
    return Stream.of(
        BenchRow.of(
            "counter over HTTP, 64 clients",
            BenchRows::steps,
            "counter",
            "--http",
            "--clients",
            "64"),
        BenchRow.of(
                "counter over HTTP, 512 clients",
                BenchRows::steps,
                "counter",
                "--http",
                "--clients",
                "512")
            .goal("20,000/s", atLeast("steps_per_s", 20_000)));
  }

  private static Stream<BenchRow> rings() {
    return Stream.of(
        ring("1 token", "1").goal("3,000,000/s", atLeast("steps_per_s", 3_000_000)),
        ring("64 tokens", "64").goal("3,000,000/s", atLeast("steps_per_s", 3_000_000)),
        inMemory(ring("1 token", "1")));
  }

  private static Stream<BenchRow> twoStores() {
    return Stream.of(
        overTwoStores("1 token", "1").goal("at most 2.5 syncs a hop", atMost("syncs_per_hop", 2.5)),
        overTwoStores("64 tokens", "64"));
  }

  private static BenchRow overTwoStores(String title, String tokens) {
    return BenchRow.of(
        "ring over two stores, " + title,
        result ->
            String.format(
                Locale.ROOT, "%s; %.2f syncs a hop", steps(result), value(result, "syncs_per_hop")),
        "ring",
        "--two-stores",
        "--tokens",
        tokens);
  }

  /** Behind the same workloads on a node, with which they are compared. */
  private static Stream<BenchRow> original() {
    return Stream.of(
        byOriginal("counter, 512 clients", "counter", "--clients", "512").goal("50 x", times(50)),
        byOriginal("ring, 1 token", "ring", "--tokens", "1").goal("1,000 x", times(1_000)),
        byOriginal("ring, 64 tokens", "ring", "--tokens", "64"));
  }

  private static BenchRow byOriginal(String title, String... arguments) {
    return BenchRow.of(
            title + ", by the protocol of the original",
            result ->
                String.format(
                    Locale.ROOT,
                    "%s; a node makes %,.0f x as many",
                    steps(result),
                    value(result, BenchRatio.TIMES)),
            "rsm")
        .with(arguments);
  }

  private static Predicate<JsonNode> times(double least) {
    return atLeast(BenchRatio.TIMES, least);
  }

  private static BenchRow ring(String title, String tokens) {
    return BenchRow.of("ring, " + title, BenchRows::steps, "ring", "--tokens", tokens);
  }

  private static Stream<BenchRow> sizes(String[] times, int warmUp) {
    return Stream.of(
        BenchRow.of(
                "fan-out to 10,000",
                result -> number(result, "messages_per_s") + " messages/s",
                "fan-out")
            .with(times),
        BenchRow.of(
                "create and halt 100,000",
                result -> number(result, "machines_per_s") + " machines/s",
                "create",
                "--warm-up",
                "" + warmUp)
            .goal("100,000 machines/s", atLeast("machines_per_s", 100_000)),
        BenchRow.of(
                "big map, 1,000,000 entries",
                result ->
                    "%s; %.2f x as many as with 1,000 entries"
                        .formatted(
                            steps(result),
                            value(result, "steps_per_s") / value(result, "steps_per_s_with_1000")),
                "big-map")
            .with(times),
        BenchRow.of(
                "cold, 1,000,000 machines (scaled down from 10,000,000), heap 1 GiB",
                result ->
                    "%s; %s MiB, then %s MiB"
                        .formatted(
                            steps(result),
                            number(result, "resident_mib_before"),
                            number(result, "resident_mib_after")),
                "cold",
                "--machines",
                "1000000")
            .with(times)
            .jvm("-Xmx1g")
            .goal(
                "p99 at most 5 ms, memory flat",
                result -> value(result, "p99_us") <= 5_000 && isFlat(result)),
        BenchRow.of(
                "timers, 50,000 over 30 s (scaled down from 1,000,000 over ten minutes)",
                result ->
                    BenchRows.value(result, "set_late_ms") > 0
                        ? "all fired, none early, but some were due before they were set"
                        : "all fired, none early",
                "timers",
                "--timers",
                "50000",
                "--over",
                "30")
            .goal("every one, none early, p99 late less than 50 ms", atMost("p99_us", 50_000)),
        BenchRow.of(
                "recovery, 250,000 machines, 256 MiB written (scaled down from 1,000,000 and 1"
                    + " GiB)",
                result ->
                    "first step after %s ms, of all partitions after %s ms"
                        .formatted(
                            number(result, "first_step_ms"), number(result, "all_partitions_ms")),
                "recovery",
                "--machines",
                "250000",
                "--written-mib",
                "256")
            .goal(
                "first within 2 s, all within 10 s",
                result ->
                    value(result, "first_step_ms") <= 2_000
                        && value(result, "all_partitions_ms") <= 10_000));
  }

  /** Memory that grows by less than a tenth. */
  private static boolean isFlat(JsonNode result) {
    return value(result, "resident_mib_after") < 1.1 * value(result, "resident_mib_before");
  }

  private static Predicate<JsonNode> atLeast(String name, double least) {
    return result -> value(result, name) >= least;
  }

  private static Predicate<JsonNode> atMost(String name, double most) {
    return result -> value(result, name) <= most;
  }

  /** The median as a multiple of a bare append. */
  static double ofAppend(JsonNode result) {
    return value(result, "p50_us") / value(result, "fdatasync_us");
  }

  /** A member that is a number; NaN, which reaches nothing, where there is none. */
  static double value(JsonNode result, String name) {
    JsonNode value = result.get(name);
    return value == null || !value.isNumber() ? Double.NaN : value.doubleValue();
  }

  private static String steps(JsonNode result) {
    return number(result, "steps_per_s") + " steps/s";
  }

  /** A number for people. */
  static String number(JsonNode result, String name) {
    return String.format(Locale.ROOT, "%,.0f", value(result, name));
  }
}
