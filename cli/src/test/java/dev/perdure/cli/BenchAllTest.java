package dev.perdure.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The run of all workloads, with small ones in the place of the real. */
final class BenchAllTest {
  private static final BenchRow TIMERS =
      BenchRow.of("ten timers", _ -> "fired", "timers", "--timers", "10", "--over", "1")
          .goal("some", _ -> true);

  @TempDir private Path temp;

  private final StringWriter out = new StringWriter();

  private int run(BenchRow... rows) throws IOException, InterruptedException {
    return new BenchAll(new PrintWriter(out), temp.resolve("data"), temp.resolve("lines"))
        .run(List.of(rows));
  }

  private static JsonNode result(String json) {
    return JsonMapper.builder().build().readTree(json);
  }

  private static List<String> table(BenchRow row, JsonNode result) {
    return new BenchTable(Map.of(row, Optional.of(result))).lines();
  }

  @Test
  void everyRowIsRunTheLinesAreKeptAndTheDataIsRemoved() throws Exception {
    assertThat(run(TIMERS, TIMERS.with("--memory"))).as(out.toString()).isZero();
    assertThat(out.toString()).contains("[1/2] ten timers", "[2/2] ten timers", "| goal |");
    List<String> lines = Files.readAllLines(temp.resolve("lines"));
    assertThat(lines).hasSize(2);
    assertThat(result(lines.getFirst()).get("durability").stringValue()).isEqualTo("SYNC");
    assertThat(result(lines.getLast()).get("durability").stringValue()).isEqualTo("MEMORY");
    try (Stream<Path> left = Files.list(temp.resolve("data"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aRowThatFailsIsShownAndTheOthersAreRun() throws Exception {
    BenchRow wrong = BenchRow.of("wrong", _ -> "", "timers", "--timers", "0").goal("", _ -> true);
    assertThat(run(wrong, TIMERS)).isEqualTo(1);
    assertThat(out.toString())
        .contains("option --timers must be >= 1: 0")
        .containsPattern("\\| wrong \\| failed .*\\*\\*no\\*\\* \\|")
        .containsPattern("\\| ten timers \\| fired .* yes \\|");
    assertThat(Files.readAllLines(temp.resolve("lines"))).hasSize(1);
  }

  @Test
  void whatIsNotVerifiedReachesNothing() {
    List<String> lines = table(TIMERS, result("{\"verified\":false}"));
    assertThat(lines.getLast()).contains("**not verified**").endsWith("| **no** |");
  }

  @Test
  void aGoalIsReachedByItsOwnFigures() {
    BenchRow row = BenchRow.of("x", _ -> "y").goal("1 ms", r -> r.get("p99_us").asDouble() < 1_000);
    assertThat(table(row, result("{\"verified\":true,\"p99_us\":900}")).getLast())
        .contains("| 900 us |")
        .endsWith("| yes |");
    assertThat(table(row, result("{\"verified\":true,\"p99_us\":1100}")).getLast())
        .contains("| 1.1 ms |")
        .endsWith("| **no** |");
  }

  @Test
  void aRunStandsBesideTheSameInMemory() {
    BenchRow row = BenchRow.of("x", _ -> "y", "ring");
    JsonNode half = result("{\"verified\":true,\"steps_per_s\":50}");
    JsonNode whole = result("{\"verified\":true,\"steps_per_s\":100}");
    Map<BenchRow, Optional<JsonNode>> both =
        Map.of(row, Optional.of(half), row.with("--memory"), Optional.of(whole));
    assertThat(new BenchTable(both).lines()).anyMatch(line -> line.contains("| 50 % |"));
  }

  @Test
  void theProtocolOfTheOriginalStandsBesideTheSameOnANode() {
    BenchRow node = BenchRow.of("node", _ -> "", "ring", "--tokens", "1");
    BenchRow rsm = BenchRow.of("rsm", _ -> "", "rsm", "ring", "--tokens", "1");
    JsonNode fast = result("{\"verified\":true,\"steps_per_s\":5000}");
    JsonNode slow = result("{\"verified\":true,\"steps_per_s\":4}");
    assertThat(BenchRatio.put(rsm, slow, Map.of(node, Optional.of(fast))).get(BenchRatio.TIMES))
        .isEqualTo(result("1250.0"));
    JsonNode unverified = result("{\"verified\":false,\"steps_per_s\":5000}");
    for (Map<BenchRow, Optional<JsonNode>> before :
        List.of(
            Map.of(node, Optional.of(unverified)),
            Map.of(node, Optional.<JsonNode>empty()),
            Map.of(node.with("--memory"), Optional.of(fast)))) {
      JsonNode alone = result("{\"verified\":true,\"steps_per_s\":4}");
      assertThat(BenchRatio.put(rsm, alone, before).has(BenchRatio.TIMES)).isFalse();
    }
  }

  /** What cannot be called would only be noticed after minutes. */
  @Test
  void everyRealRowIsACallOfTheTool() {
    for (BenchRow row : BenchRows.all(1, 0)) {
      List<String> call = Stream.concat(Stream.of("bench"), row.arguments().stream()).toList();
      Main.commandLine().parseArgs(call.toArray(String[]::new));
    }
  }
}
