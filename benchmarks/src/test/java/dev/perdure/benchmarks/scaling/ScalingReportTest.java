package dev.perdure.benchmarks.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.perdure.benchmarks.measure.Result;
import dev.perdure.benchmarks.measure.Usage;
import dev.perdure.benchmarks.scaling.LogChart.Point;
import dev.perdure.benchmarks.scaling.LogChart.Series;
import dev.perdure.benchmarks.scaling.Scaling.Growing;
import dev.perdure.kernel.spi.Durability;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

final class ScalingReportTest {
  private static Result result(Scaling.Run run, boolean verified) {
    return new Result(
        run.workload().name(),
        run.workload().parameters(),
        2,
        20_000,
        10,
        20,
        30,
        Durability.SYNC,
        200,
        150,
        new Usage(60_000_000, 20_000_000, 8_000_000, 0, 0),
        Map.of(),
        verified);
  }

  private static ScalingReport report(int most) {
    ScalingReport report = new ScalingReport();
    Scaling.runs(most, 64).forEach(run -> report.add(run, result(run, true)));
    return report;
  }

  @Test
  void machinesGrowAndThenPartitions() {
    List<Scaling.Run> runs = Scaling.runs(1_000_000, 64);
    assertThat(runs).hasSize(2 * (4 + 5));
    assertThat(runs)
        .filteredOn(run -> run.growing() == Growing.MACHINES)
        .extracting(Scaling.Run::machines)
        .containsExactly(1_000, 1_000, 10_000, 10_000, 100_000, 100_000, 1_000_000, 1_000_000);
    assertThat(runs)
        .filteredOn(run -> run.growing() == Growing.PARTITIONS)
        .extracting(Scaling.Run::partitions)
        .containsExactly(1, 1, 2, 2, 4, 4, 16, 16, 64, 64);
  }

  @Test
  void theTableHasALineForEachRun() {
    List<String> lines = report(1_000).toCsv().lines().toList();
    assertThat(lines).hasSize(1 + 2 * (1 + 5));
    assertThat(lines.get(1))
        .isEqualTo("machines,counter,1000,8,SYNC,10000,10.0,20.0,3.00,1000,400,150.0,true");
    assertThat(lines.get(1).split(",", -1)).hasSameSizeAs(lines.getFirst().split(",", -1));
  }

  @Test
  void oneRunThatIsNotVerifiedIsEnough() {
    ScalingReport report = report(1_000);
    assertThat(report.verified()).isTrue();
    Scaling.Run last = Scaling.runs(1_000, 64).getLast();
    report.add(last, result(last, false));
    assertThat(report.verified()).isFalse();
  }

  @Test
  void theChartsShowEachRunTwice() throws Exception {
    Document svg =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(report(1_000_000).toSvg())));
    assertThat(svg.getElementsByTagName("circle").getLength()).isEqualTo(2 * 2 * (4 + 5));
    assertThat(svg.getElementsByTagName("polyline").getLength()).isEqualTo(2 * 4);
  }

  /** What is proportional is a straight line. */
  @Test
  void equalRatiosAreEqualDistances() {
    LogChart chart =
        new LogChart(
            "t",
            "x",
            "y",
            List.of(
                new Series(
                    "s",
                    "red",
                    List.of(new Point(10, 2), new Point(100, 20), new Point(1_000, 200)))));
    List<MatchResult> points =
        Pattern.compile("<circle cx=\"([0-9.]+)\" cy=\"([0-9.]+)\"")
            .matcher(chart.toSvg(0, 0))
            .results()
            .toList();
    assertThat(points).hasSize(3);
    for (int axis = 1; axis <= 2; axis++) {
      double first = Double.parseDouble(points.get(0).group(axis));
      double second = Double.parseDouble(points.get(1).group(axis));
      double third = Double.parseDouble(points.get(2).group(axis));
      assertThat(third - second).isCloseTo(second - first, within(0.2));
      assertThat(Math.abs(second - first)).isGreaterThan(50);
    }
  }

  @Test
  void whatHasNoLogarithmIsRefused() {
    List<Series> none = List.of(new Series("s", "red", List.of(new Point(1, 0))));
    assertThatThrownBy(() -> new LogChart("t", "x", "y", none))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new LogChart("t", "x", "y", List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
