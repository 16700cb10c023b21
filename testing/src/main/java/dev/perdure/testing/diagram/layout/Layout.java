package dev.perdure.testing.diagram.layout;

import dev.perdure.testing.diagram.layout.Placed.Box;
import dev.perdure.testing.diagram.layout.Placed.Point;
import dev.perdure.testing.diagram.layout.Placed.Route;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Places a graph in layers: no box or label covers another, frames hold their nodes and no others,
 * links go down where they can. The same graph is always placed the same.
 */
public final class Layout {
  private static final double MARGIN = 12;
  private static final double BETWEEN = 20;
  private static final double FRAME_TITLE = 22;
  private static final double FRAME_PADDING = 10;
  private static final double WIDEST_PORT = 26;

  private final Graph graph;
  private final Layers layers;
  private final double[] tops;
  private final double[] bottoms;

  private Layout(Graph graph) {
    this.graph = graph;
    this.layers = Layers.of(graph);
    this.tops = new double[layers.all().size()];
    this.bottoms = new double[layers.all().size()];
  }

  /** Places all of it. */
  public static Placed of(Graph graph) {
    Layout layout = new Layout(graph);
    Ordering.apply(layout.layers);
    Spacing.apply(layout.layers);
    layout.shift();
    double height = layout.stack();
    Map<String, Box> boxes = layout.boxes();
    Map<String, Box> frames = layout.frames();
    double width =
        java.util.stream.Stream.of(boxes.values(), frames.values())
            .flatMap(Collection::stream)
            .mapToDouble(box -> box.left() + box.width())
            .max()
            .orElse(0);
    return new Placed(
        Math.max(width, layout.widest()) + MARGIN, height, boxes, frames, layout.routes());
  }

  private double widest() {
    return layers.all().stream()
        .flatMap(List::stream)
        .mapToDouble(slot -> slot.place.x + slot.width / 2)
        .max()
        .orElse(0);
  }

  /** So that the leftmost is at the margin. */
  private void shift() {
    double least =
        layers.all().stream()
            .flatMap(List::stream)
            .mapToDouble(slot -> slot.place.x - slot.width / 2)
            .min()
            .orElse(0);
    layers.all().stream()
        .flatMap(List::stream)
        .map(slot -> slot.place)
        .distinct()
        .forEach(place -> place.x = Math.round(place.x - least + MARGIN));
  }

  /** Finds the layers' heights; the total is returned. */
  private double stack() {
    double y = MARGIN;
    for (int i = 0; i < tops.length; i++) {
      int layer = i;
      Collection<Layers.Frame> frames = layers.frames().values();
      y += FRAME_TITLE * frames.stream().filter(frame -> frame.firstLayer() == layer).count();
      double height = layers.all().get(i).stream().mapToDouble(slot -> slot.height).max().orElse(0);
      tops[i] = y;
      bottoms[i] = y + height;
      y = bottoms[i];
      y += FRAME_PADDING * frames.stream().filter(frame -> frame.lastLayer() == layer).count();
      y += BETWEEN;
    }
    return y - BETWEEN + MARGIN;
  }

  private double middle(Slot slot) {
    return (tops[slot.layer] + bottoms[slot.layer]) / 2;
  }

  private Map<String, Box> boxes() {
    Map<String, Box> boxes = new LinkedHashMap<>();
    for (Graph.Node node : graph.nodes()) {
      Slot slot = layers.node(node.id());
      boxes.put(
          node.id(),
          new Box(
              slot.place.x - node.width() / 2,
              middle(slot) - node.height() / 2,
              node.width(),
              node.height()));
    }
    return boxes;
  }

  /** Frames that begin or end in the same layer lie in each other by their depth. */
  private Map<String, Box> frames() {
    Map<String, Box> boxes = new LinkedHashMap<>();
    layers
        .frames()
        .forEach(
            (group, frame) -> {
              double above = FRAME_TITLE * inner(frame, true);
              double below = FRAME_PADDING * inner(frame, false);
              double top = tops[frame.firstLayer()] - above;
              double bottom = bottoms[frame.lastLayer()] + below;
              boxes.put(
                  group,
                  new Box(frame.left().x, top, frame.right().x - frame.left().x, bottom - top));
            });
    return boxes;
  }

  private long inner(Layers.Frame frame, boolean first) {
    return layers.frames().values().stream()
        .filter(
            other ->
                other.depth() >= frame.depth()
                    && (first
                        ? other.firstLayer() == frame.firstLayer()
                        : other.lastLayer() == frame.lastLayer())
                    && other.left().x >= frame.left().x
                    && other.right().x <= frame.right().x)
        .count();
  }

  private List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    for (int i = 0; i < graph.links().size(); i++) {
      List<Slot> way = layers.ways().get(i);
      List<Point> points = new ArrayList<>();
      Point label = new Point(0, 0);
      points.add(port(way, way.getFirst(), true));
      for (Slot slot : way.subList(1, way.size() - 1)) {
        points.add(new Point(slot.place.x, tops[slot.layer]));
        points.add(new Point(slot.place.x, bottoms[slot.layer]));
        if (slot.kind == Slot.Kind.LABEL) label = new Point(slot.place.x, middle(slot));
      }
      points.add(port(way, way.getLast(), false));
      boolean down = way.getFirst() == layers.node(graph.links().get(i).from());
      routes.add(new Route(down ? points : points.reversed(), label));
    }
    return routes;
  }

  /** Links leave a box side by side, in the order in which they go on. */
  private Point port(List<Slot> way, Slot node, boolean lower) {
    List<List<Slot>> all =
        layers.ways().stream()
            .filter(each -> (lower ? each.getFirst() : each.getLast()) == node)
            .sorted(Comparator.comparingDouble(each -> next(each, lower).place.x))
            .toList();
    double step = Math.min(WIDEST_PORT, node.width * 0.8 / all.size());
    double x = node.place.x + (all.indexOf(way) - (all.size() - 1) / 2.0) * step;
    double half = node.height / 2;
    return new Point(x, middle(node) + (lower ? half : -half));
  }

  private static Slot next(List<Slot> way, boolean lower) {
    return lower ? way.get(1) : way.get(way.size() - 2);
  }
}
