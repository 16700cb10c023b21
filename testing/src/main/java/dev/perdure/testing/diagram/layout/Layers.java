package dev.perdure.testing.diagram.layout;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All slots by layers, in their order from left to right. */
final class Layers {
  private final List<List<Slot>> layers = new ArrayList<>();
  private final Map<String, Slot> nodes = new LinkedHashMap<>();
  private final List<List<Slot>> ways = new ArrayList<>();
  private final Map<String, Frame> frames = new LinkedHashMap<>();

  /** A group's frame. */
  record Frame(int firstLayer, int lastLayer, Slot.Place left, Slot.Place right, int depth) {}

  private Layers() {}

  static Layers of(Graph graph) {
    Layers layers = new Layers();
    Map<String, Integer> ranks = Ranks.of(graph);
    int last = ranks.values().stream().mapToInt(rank -> rank).max().orElse(0);
    for (int i = 0; i <= last; i++) layers.layers.add(new ArrayList<>());
    for (Graph.Node node : graph.nodes()) {
      Slot slot =
          layers.add(
              Slot.Kind.NODE,
              ranks.getOrDefault(node.id(), 0),
              node.width(),
              node.height(),
              graph.around(node.group()));
      layers.nodes.put(node.id(), slot);
    }
    graph.links().forEach(layers::add);
    graph.groups().forEach(group -> layers.frame(group, graph));
    return layers;
  }

  private Slot add(Slot.Kind kind, int layer, double width, double height, List<String> groups) {
    Slot slot = new Slot(kind, layer, width, height, groups, new Slot.Place());
    put(slot);
    return slot;
  }

  private void put(Slot slot) {
    List<Slot> layer = layers.get(slot.layer);
    slot.index = layer.size();
    layer.add(slot);
  }

  /** The way of a link from its upper node to its lower one, with its label halfway. */
  private void add(Graph.Link link) {
    Slot from = node(link.from());
    Slot to = node(link.to());
    Slot upper = from.layer < to.layer ? from : to;
    Slot lower = from.layer < to.layer ? to : from;
    int labelled = upper.layer + (lower.layer - upper.layer) / 2;
    if (labelled % 2 == 0) labelled--;
    List<String> groups = common(from.groups, to.groups);
    List<Slot> way = new ArrayList<>(List.of(upper));
    for (int layer = upper.layer + 1; layer < lower.layer; layer++) {
      boolean label = layer == labelled;
      way.add(
          add(
              label ? Slot.Kind.LABEL : Slot.Kind.PASSING,
              layer,
              label ? link.labelWidth() : 0,
              label ? link.labelHeight() : 0,
              groups));
    }
    way.add(lower);
    for (int i = 1; i < way.size(); i++) Slot.join(way.get(i - 1), way.get(i));
    ways.add(way);
  }

  private static List<String> common(List<String> one, List<String> other) {
    int same = 0;
    while (same < Math.min(one.size(), other.size()) && one.get(same).equals(other.get(same))) {
      same++;
    }
    return one.subList(0, same);
  }

  private void frame(Graph.Group group, Graph graph) {
    List<Slot> inside =
        layers.stream()
            .flatMap(List::stream)
            .filter(slot -> slot.groups.contains(group.id()))
            .toList();
    if (inside.isEmpty()) return;
    int first = inside.stream().mapToInt(slot -> slot.layer).min().orElseThrow();
    int last = inside.stream().mapToInt(slot -> slot.layer).max().orElseThrow();
    List<String> around = graph.around(group.id());
    Frame frame = new Frame(first, last, new Slot.Place(), new Slot.Place(), around.size());
    for (int layer = first; layer <= last; layer++) {
      put(new Slot(Slot.Kind.LEFT_SIDE, layer, 0, 0, around, frame.left()));
      put(new Slot(Slot.Kind.RIGHT_SIDE, layer, 0, 0, around, frame.right()));
    }
    frames.put(group.id(), frame);
  }

  List<List<Slot>> all() {
    return layers;
  }

  Slot node(String id) {
    Slot node = nodes.get(id);
    if (node == null) throw new IllegalArgumentException("no node " + id);
    return node;
  }

  /** For each link the slots it goes through, from top to bottom. */
  List<List<Slot>> ways() {
    return ways;
  }

  Map<String, Frame> frames() {
    return frames;
  }
}
