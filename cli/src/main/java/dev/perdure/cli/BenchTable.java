package dev.perdure.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The results of all workloads as a table in Markdown, in the order in which they came. */
final class BenchTable {
  private static final String IN_MEMORY = "--memory";

  private final Map<BenchRow, Optional<JsonNode>> results;

  /**
   * A table.
   *
   * @param results in order; empty of a run that failed
   */
  BenchTable(Map<BenchRow, Optional<JsonNode>> results) {
    this.results = results;
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "| workload | figure | p50 | p99 | bare append | p50 / append | share of in memory"
            + " | CPU a step | allocated a step | disk / payload | goal | reached |");
    lines.add("|---|---|---|---|---|---|---|---|---|---|---|---|");
    results.forEach(
        (row, result) ->
            lines.add(
                result
                    .map(known -> line(row, known))
                    .orElseGet(
                        () ->
                            "| %s | failed | | | | | | | | | %s | **no** |"
                                .formatted(row.title(), goal(row)))));
    return lines;
  }

  private String line(BenchRow row, JsonNode result) {
    return "| %s | %s | %s | %s | %.0f us | %.2f | %s | %.1f us | %s B | %.1f | %s | %s |"
        .formatted(
            row.title(),
            isVerified(result) ? row.figure().apply(result) : "**not verified**",
            micros(result, "p50_us"),
            micros(result, "p99_us"),
            BenchRows.value(result, "fdatasync_us"),
            BenchRows.ofAppend(result),
            shareOfMemory(row, result),
            BenchRows.value(result, "cpu_us_per_step"),
            BenchRows.number(result, "allocated_bytes_per_step"),
            BenchRows.value(result, "disk_per_payload"),
            goal(row),
            reached(row, result));
  }

  private static String goal(BenchRow row) {
    return row.goal().map(BenchRow.Goal::text).orElse("");
  }

  private static String reached(BenchRow row, JsonNode result) {
    return row.goal()
        .map(goal -> isVerified(result) && goal.reached().test(result) ? "yes" : "**no**")
        .orElse("");
  }

  static boolean isVerified(JsonNode result) {
    JsonNode verified = result.get("verified");
    return verified != null && verified.asBoolean();
  }

  private static String micros(JsonNode result, String name) {
    double micros = BenchRows.value(result, name);
    if (!(micros > 0)) return "";
    return micros < 1_000
        ? String.format(Locale.ROOT, "%.0f us", micros)
        : String.format(Locale.ROOT, "%.1f ms", micros / 1_000);
  }

  /** The steps a second as a share of those of the same workload in memory, if that was run. */
  private String shareOfMemory(BenchRow row, JsonNode result) {
    if (row.arguments().contains(IN_MEMORY)) return "";
    for (Map.Entry<BenchRow, Optional<JsonNode>> other : results.entrySet()) {
      List<String> arguments = new ArrayList<>(other.getKey().arguments());
      if (arguments.remove(IN_MEMORY)
          && arguments.equals(row.arguments())
          && other.getValue().isPresent()) {
        double inMemory = BenchRows.value(other.getValue().get(), "steps_per_s");
        return String.format(
            Locale.ROOT, "%.0f %%", 100 * BenchRows.value(result, "steps_per_s") / inMemory);
      }
    }
    return "";
  }
}
