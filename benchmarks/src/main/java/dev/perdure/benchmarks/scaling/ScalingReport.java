package dev.perdure.benchmarks.scaling;

import dev.perdure.benchmarks.measure.Result;
import dev.perdure.benchmarks.scaling.LogChart.Point;
import dev.perdure.benchmarks.scaling.LogChart.Series;
import dev.perdure.benchmarks.scaling.Scaling.Growing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The results of {@link Scaling#runs}, as a table and as charts. */
public final class ScalingReport {
  private static final String COLUMNS =
      "growing,workload,machines,partitions,durability,steps_per_s,p50_us,p99_us,cpu_us_per_step,"
          + "allocated_bytes_per_step,disk_bytes_per_step,fdatasync_us,verified";
  private static final List<String> COLOURS = List.of("#1f6fb4", "#c4561a", "#3d8b37", "#7a4fa3");
  private static final String STEPS = "steps a second";
  private static final String CPU = "processor time a step, us, of all threads";

  private final List<Row> rows = new ArrayList<>();

  private record Row(Scaling.Run run, Result result) {
    double grown() {
      return run.growing() == Growing.MACHINES ? run.machines() : run.partitions();
    }

    double perStep(long used) {
      return (double) used / result.steps();
    }

    double cpuMicros() {
      return perStep(result.cost().cpuNanos()) / 1_000;
    }

    String toCsv() {
      return String.format(
          Locale.ROOT,
          "%s,%s,%d,%d,%s,%.0f,%.1f,%.1f,%.2f,%.0f,%.0f,%.1f,%b",
          run.growing().name().toLowerCase(Locale.ROOT),
          result.workload(),
          run.machines(),
          run.partitions(),
          result.durability(),
          result.stepsPerSecond(),
          result.p50Micros(),
          result.p99Micros(),
          cpuMicros(),
          perStep(result.cost().allocatedBytes()),
          perStep(result.cost().diskBytes()),
          result.fdatasyncMicros(),
          result.verified());
    }
  }

  /** Adds what a run measured. */
  public void add(Scaling.Run run, Result result) {
    rows.add(new Row(run, result));
  }

  /** Whether all runs were verified. */
  public boolean verified() {
    return rows.stream().allMatch(row -> row.result().verified());
  }

  /** Writes {@code scaling.csv} and {@code scaling.svg} into a folder. */
  public void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("scaling.csv"), toCsv());
    Files.writeString(folder.resolve("scaling.svg"), toSvg());
  }

  String toCsv() {
    return rows.stream().map(Row::toCsv).collect(Collectors.joining("\n", COLUMNS + "\n", "\n"));
  }

  String toSvg() {
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\""
                + " font-family=\"sans-serif\" font-size=\"11\">\n",
            2 * LogChart.WIDTH, 2 * LogChart.HEIGHT));
    svg.append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
    int left = -LogChart.WIDTH;
    for (Growing growing : Growing.values()) {
      left += LogChart.WIDTH;
      if (rows.stream().noneMatch(row -> row.run().growing() == growing)) continue;
      svg.append(chart(growing, STEPS, row -> row.result().stepsPerSecond()).toSvg(left, 0));
      svg.append(chart(growing, CPU, Row::cpuMicros).toSvg(left, LogChart.HEIGHT));
    }
    return svg.append("</svg>\n").toString();
  }

  private LogChart chart(Growing growing, String measured, ToDoubleFunction<Row> value) {
    String name = growing.name().toLowerCase(Locale.ROOT);
    List<String> workloads = rows.stream().map(row -> row.result().workload()).distinct().toList();
    List<Series> series = new ArrayList<>();
    for (String workload : workloads) {
      List<Point> points =
          rows.stream()
              .filter(row -> row.run().growing() == growing)
              .filter(row -> row.result().workload().equals(workload))
              .map(row -> new Point(row.grown(), value.applyAsDouble(row)))
              .toList();
      series.add(new Series(workload, COLOURS.get(series.size() % COLOURS.size()), points));
    }
    return new LogChart("More " + name, name, measured, series);
  }
}
