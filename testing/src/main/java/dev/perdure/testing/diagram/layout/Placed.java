package dev.perdure.testing.diagram.layout;

import java.util.List;
import java.util.Map;

/**
 * Where everything is.
 *
 * @param boxes of nodes, by id
 * @param frames of groups, by id
 * @param routes of links, in the order of the links
 */
public record Placed(
    double width,
    double height,
    Map<String, Box> boxes,
    Map<String, Box> frames,
    List<Route> routes) {
  /** Keeps copies. */
  public Placed {
    boxes = Map.copyOf(boxes);
    frames = Map.copyOf(frames);
    routes = List.copyOf(routes);
  }

  /** A rectangle. */
  public record Box(double left, double top, double width, double height) {
    /** The middle from left to right. */
    public double middle() {
      return left + width / 2;
    }

    /** The lower edge. */
    public double bottom() {
      return top + height;
    }
  }

  /** A point. */
  public record Point(double x, double y) {}

  /**
   * A way through points, each left and reached vertically.
   *
   * @param points from the arrow's beginning to its head
   * @param label the middle of its label
   */
  public record Route(List<Point> points, Point label) {
    /** Keeps a copy. */
    public Route {
      points = List.copyOf(points);
    }
  }
}
