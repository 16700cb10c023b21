package dev.perdure.benchmarks.scaling;

import java.util.List;
import java.util.Locale;

/**
 * One chart in SVG, both axes logarithmic: what is proportional is a straight line, what does not
 * change is level.
 *
 * @param xLabel what grows; marks are at the values there are
 * @param yLabel what is measured; marks are at powers of ten
 */
record LogChart(String title, String xLabel, String yLabel, List<Series> series) {
  static final int WIDTH = 440;
  static final int HEIGHT = 300;
  private static final int LEFT = 64;
  private static final int RIGHT = 16;
  private static final int TOP = 34;
  private static final int BOTTOM = 44;

  /** Values that belong together, in the order of x. */
  record Series(String name, String colour, List<Point> points) {}

  /** Both are more than 0. */
  record Point(double x, double y) {}

  /** Checks that it can be drawn. */
  LogChart {
    if (series.stream().allMatch(one -> one.points().isEmpty())) {
      throw new IllegalArgumentException("there is nothing to draw: " + title);
    }
    series.stream()
        .flatMap(one -> one.points().stream())
        .filter(point -> !(point.x() > 0 && point.y() > 0))
        .findFirst()
        .ifPresent(
            point -> {
              throw new IllegalArgumentException("not on a logarithmic axis: " + point);
            });
  }

  /** The chart, with its left upper corner there. */
  String toSvg(int left, int top) {
    StringBuilder svg = new StringBuilder();
    svg.append(String.format(Locale.ROOT, "<g transform=\"translate(%d,%d)\">\n", left, top));
    text(svg, LEFT, 16, "start", title);
    text(svg, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 8, "middle", xLabel);
    Scale x = new Scale(xs().getFirst(), xs().getLast(), LEFT, WIDTH - RIGHT);
    Scale y = new Scale(decadeBelow(least()), decadeAbove(most()), HEIGHT - BOTTOM, TOP);
    drawGrid(svg, x, y);
    text(svg, LEFT, TOP - 6, "start", yLabel);
    for (int i = 0; i < series.size(); i++) {
      drawSeries(svg, series.get(i), i, x, y);
    }
    return svg.append("</g>\n").toString();
  }

  private void drawGrid(StringBuilder svg, Scale x, Scale y) {
    for (double at : xs()) {
      line(svg, x.at(at), TOP, x.at(at), HEIGHT - BOTTOM);
      text(svg, x.at(at), HEIGHT - BOTTOM + 16, "middle", shown(at));
    }
    for (double at = y.least(); at <= y.most() * 1.001; at *= 10) {
      line(svg, LEFT, y.at(at), WIDTH - RIGHT, y.at(at));
      text(svg, LEFT - 6, y.at(at) + 4, "end", shown(at));
    }
  }

  private static void drawSeries(StringBuilder svg, Series one, int number, Scale x, Scale y) {
    StringBuilder path = new StringBuilder();
    for (Point point : one.points()) {
      path.append(String.format(Locale.ROOT, "%.1f,%.1f ", x.at(point.x()), y.at(point.y())));
      svg.append(
          String.format(
              Locale.ROOT,
              "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>\n",
              x.at(point.x()),
              y.at(point.y()),
              one.colour()));
    }
    svg.append(
        String.format(
            "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\"/>\n",
            path.toString().strip(), one.colour()));
    svg.append(
        String.format(
            "<text x=\"%d\" y=\"%d\" text-anchor=\"end\" fill=\"%s\">%s</text>\n",
            WIDTH - RIGHT - 4, HEIGHT - BOTTOM - 8 - 14 * number, one.colour(), one.name()));
  }

  private List<Double> xs() {
    return series.stream()
        .flatMap(one -> one.points().stream())
        .map(Point::x)
        .distinct()
        .sorted()
        .toList();
  }

  private double least() {
    return series.stream()
        .flatMap(one -> one.points().stream())
        .mapToDouble(Point::y)
        .min()
        .orElseThrow();
  }

  private double most() {
    return series.stream()
        .flatMap(one -> one.points().stream())
        .mapToDouble(Point::y)
        .max()
        .orElseThrow();
  }

  private static double decadeBelow(double value) {
    return Math.pow(10, Math.floor(Math.log10(value)));
  }

  private static double decadeAbove(double value) {
    return Math.pow(10, Math.floor(Math.log10(value)) + 1);
  }

  private static String shown(double value) {
    return value >= 1
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, "%.4s", value);
  }

  private static void line(StringBuilder svg, double x1, double y1, double x2, double y2) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>\n",
            x1,
            y1,
            x2,
            y2));
  }

  private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n",
            x,
            y,
            anchor,
            text));
  }

  /** From values to places on the paper; all values are at one place when they are one. */
  private record Scale(double least, double most, double from, double to) {
    double at(double value) {
      if (least == most) return (from + to) / 2;
      return from + (to - from) * Math.log(value / least) / Math.log(most / least);
    }
  }
}
