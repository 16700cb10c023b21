package dev.perdure.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the bench prints and leaves; not how fast anything is. */
final class BenchTest {
  /** What the line of every workload has behind what was run. */
  private static final List<String> PROPERTIES =
      List.of(
          "seconds",
          "steps",
          "steps_per_s",
          "p50_us",
          "p99_us",
          "max_us",
          "durability",
          "payload_bytes",
          "cores",
          "heap_mib",
          "fdatasync_us",
          "cpu_us_per_step",
          "allocated_bytes_per_step",
          "disk_bytes_per_step",
          "disk_per_payload",
          "gc_ms",
          "gc_max_ms");

  @TempDir private Path temp;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private Path dir() {
    return temp.resolve("bench");
  }

  private int bench(String... args) {
    Stream<String> all =
        Stream.of(List.of("bench"), Arrays.asList(args), List.of("--dir", dir().toString()))
            .flatMap(List::stream);
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }

  private JsonNode lastLine() {
    return JsonMapper.builder().build().readTree(out.toString().lines().toList().getLast());
  }

  private static List<String> line(List<String> parameters, List<String> figures) {
    return Stream.of(
            List.of("workload"), parameters, PROPERTIES, figures, List.of("verified", "jvm"))
        .flatMap(List::stream)
        .toList();
  }

  private void assertNothingIsLeft() throws IOException {
    try (Stream<Path> left = Files.list(dir())) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void theLastLineOfACounterRunIsOneJsonObject() throws IOException {
    assertThat(bench("counter", "--clients", "1", "--seconds", "1", "--warm-up", "0"))
        .as(err.toString())
        .isZero();
    JsonNode result = lastLine();
    assertThat(result.propertyNames())
        .containsExactlyElementsOf(line(List.of("clients", "machines"), List.of()));
    assertThat(result.get("workload").stringValue()).isEqualTo("counter");
    assertThat(result.get("clients").intValue()).isEqualTo(1);
    assertThat(result.get("seconds").doubleValue()).isGreaterThanOrEqualTo(1);
    double perSecond = result.get("steps").longValue() / result.get("seconds").doubleValue();
    assertThat(result.get("steps_per_s").doubleValue())
        .isBetween(perSecond * 0.98 - 1, perSecond * 1.02 + 1);
    assertThat(result.get("p99_us").doubleValue())
        .isGreaterThanOrEqualTo(result.get("p50_us").doubleValue());
    assertThat(result.get("durability").stringValue()).isEqualTo("SYNC");
    assertThat(result.get("fdatasync_us").doubleValue()).isPositive();
    assertThat(result.get("verified").booleanValue()).isTrue();
    assertThat(result.get("jvm").stringValue())
        .startsWith(Integer.toString(Runtime.version().feature()));
    assertNothingIsLeft();
  }

  @Test
  void theLastLineOfACounterRunOverHttpIsTheSame() throws IOException {
    assertThat(bench("counter", "--http", "--clients", "2", "--seconds", "1", "--warm-up", "0"))
        .as(err.toString())
        .isZero();
    JsonNode result = lastLine();
    assertThat(result.propertyNames())
        .containsExactlyElementsOf(line(List.of("clients"), List.of()));
    assertThat(result.get("workload").stringValue()).isEqualTo("counter-http");
    assertThat(result.get("clients").intValue()).isEqualTo(2);
    assertThat(result.get("verified").booleanValue()).isTrue();
    assertNothingIsLeft();
  }

  @Test
  void theLastLineOfARingRunIsOneJsonObject() throws IOException {
    assertThat(
            bench(
                "ring", "--tokens", "2", "--seconds", "1", "--warm-up", "0", "--durability", "OS"))
        .as(err.toString())
        .isZero();
    JsonNode result = lastLine();
    assertThat(result.get("workload").stringValue()).isEqualTo("ring");
    assertThat(result.get("tokens").intValue()).isEqualTo(2);
    assertThat(result.get("steps").longValue()).isNotNegative();
    assertThat(result.get("durability").stringValue()).isEqualTo("OS");
    assertThat(result.get("verified").booleanValue()).isTrue();
    assertNothingIsLeft();
  }

  @Test
  void aRunInMemorySaysThatItIsNotDurable() throws IOException {
    assertThat(bench("counter", "--memory", "--virtual", "--seconds", "1", "--warm-up", "0"))
        .as(err.toString())
        .isZero();
    JsonNode result = lastLine();
    assertThat(result.get("durability").stringValue()).isEqualTo("MEMORY");
    assertThat(result.get("verified").booleanValue()).isTrue();
    assertNothingIsLeft();
  }

  /** Of each the smallest call, what distinguishes it, and what only it measures. */
  @Test
  void theLastLineOfTheOthersHasTheirOwnFigures() throws IOException {
    assertLine(
        List.of("fan-out", "--listeners", "10", "--seconds", "1", "--warm-up", "0"),
        List.of("listeners"),
        List.of("messages_per_s"));
    assertLine(
        List.of("create", "--machines", "10", "--warm-up", "0"),
        List.of("machines"),
        List.of("machines_per_s"));
    assertLine(
        List.of("timers", "--timers", "10", "--over", "1"),
        List.of("timers", "over_s"),
        List.of("set_late_ms", "wrong"));
    assertLine(
        List.of("big-map", "--entries", "10", "--seconds", "1", "--warm-up", "0"),
        List.of("entries", "clients"),
        List.of("steps_per_s_with_1000"));
    assertLine(
        List.of("cold", "--machines", "10", "--seconds", "1", "--warm-up", "0"),
        List.of("machines"),
        List.of("resident_mib_before", "resident_mib_after"));
    assertLine(
        List.of("recovery", "--machines", "10", "--written-mib", "1"),
        List.of("machines", "written_mib"),
        List.of("first_step_ms", "first_step_without_jvm_ms", "all_partitions_ms"));
  }

  @Test
  void theProtocolOfTheOriginalHasTheSameLine() throws IOException {
    List<String> times = List.of("--seconds", "1", "--warm-up", "0");
    assertLine(
        "rsm-counter",
        with(times, "rsm", "counter", "--clients", "4", "--machines", "10"),
        List.of("clients", "machines"),
        List.of());
    assertLine(
        "rsm-ring-shared-syncs",
        with(times, "rsm", "ring", "--tokens", "2", "--shared-syncs"),
        List.of("tokens", "machines"),
        List.of());
  }

  @Test
  void aRingOverTwoStoresTellsItsSyncs() throws IOException {
    assertLine(
        "ring-two-stores",
        with(List.of("--seconds", "1", "--warm-up", "0"), "ring", "--two-stores"),
        List.of("tokens", "machines"),
        List.of("syncs_per_hop"));
  }

  @Test
  void scalingIsALineForEachRunATableAndAPicture() throws IOException {
    Path files = temp.resolve("files");
    List<String> call =
        with(
            List.of("--most-machines", "10", "--most-partitions", "1", "--out", files.toString()),
            "scaling",
            "--seconds",
            "1",
            "--warm-up",
            "0");
    assertThat(bench(call.toArray(String[]::new))).as(err.toString()).isZero();
    assertThat(out.toString().lines()).hasSize(2 + 1).allMatch(line -> line.startsWith("{"));
    assertThat(lastLine().get("verified").booleanValue()).isTrue();
    assertThat(files.resolve("scaling.csv")).exists();
    assertThat(files.resolve("scaling.svg")).exists();
    assertNothingIsLeft();
  }

  @Test
  void microBenchmarksAreForTheLauncherToFind() {
    assertThat(Main.commandLine().setErr(new PrintWriter(err, true)).execute("bench", "micro"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("./perdure bench micro");
  }

  private static List<String> with(List<String> more, String... call) {
    return Stream.of(List.of(call), more).flatMap(List::stream).toList();
  }

  private void assertLine(List<String> call, List<String> parameters, List<String> figures)
      throws IOException {
    assertLine(call.getFirst(), call, parameters, figures);
  }

  private void assertLine(
      String workload, List<String> call, List<String> parameters, List<String> figures)
      throws IOException {
    assertThat(bench(call.toArray(String[]::new))).as("%s: %s", call, err).isZero();
    JsonNode result = lastLine();
    assertThat(result.get("workload").stringValue()).isEqualTo(workload);
    assertThat(result.propertyNames()).containsExactlyElementsOf(line(parameters, figures));
    assertThat(result.get("verified").booleanValue()).isTrue();
    assertNothingIsLeft();
  }

  @Test
  void anOptionOutOfItsBoundsIsNamedInOneLineAndNothingIsMade() {
    List<List<String>> wrong =
        List.of(
            List.of("counter", "--clients", "0"),
            List.of("counter", "--clients", "1025", "--http"),
            List.of("counter", "--http", "--memory"),
            List.of("counter", "--machines", "0"),
            List.of("ring", "--tokens", "0"),
            List.of("ring", "--machines", "0"),
            List.of("ring", "--two-stores", "--memory"),
            List.of("scaling", "--most-machines", "0"),
            List.of("counter", "--seconds", "-1"),
            List.of("ring", "--seconds", "0"),
            List.of("counter", "--warm-up", "-1"),
            List.of("counter", "--partitions", "0"),
            List.of("ring", "--partitions", "1000000"),
            List.of("counter", "--durability", "MEMORY"),
            List.of("fan-out", "--listeners", "0"),
            List.of("create", "--machines", "0"),
            List.of("timers", "--timers", "0"),
            List.of("timers", "--over", "0"),
            List.of("big-map", "--entries", "0"),
            List.of("cold", "--machines", "0"),
            List.of("recovery", "--written-mib", "0"));
    for (List<String> call : wrong) {
      err.getBuffer().setLength(0);
      assertThat(bench(call.toArray(String[]::new))).as(call.toString()).isEqualTo(2);
      assertThat(err.toString().lines().toList()).as(call.toString()).hasSize(1);
      assertThat(err.toString()).startsWith("perdure: option " + call.get(1));
      assertThat(dir()).doesNotExist();
    }
    assertThat(out.toString()).isEmpty();
  }
}
