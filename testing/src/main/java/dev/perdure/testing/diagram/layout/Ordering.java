package dev.perdure.testing.diagram.layout;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Orders the slots of each layer so that few links cross: each goes to the mean of what it is
 * joined to, layer by layer, down and up again, and the best order found is kept. What is in a
 * group stays together, and two groups stand in the same order in every layer.
 */
final class Ordering {
  private static final int SWEEPS = 32;

  private final List<List<Slot>> layers;

  private Ordering(List<List<Slot>> layers) {
    this.layers = layers;
  }

  static void apply(Layers layers) {
    new Ordering(layers.all()).run();
  }

  private void run() {
    sort(new HashMap<>());
    List<List<Slot>> best = copy();
    int fewest = crossings();
    for (int sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
      boolean down = sweep % 2 == 0;
      for (int i = 0; i < layers.size(); i++) {
        int layer = down ? i : layers.size() - 1 - i;
        Map<Slot, Double> wanted = new HashMap<>();
        for (Slot slot : layers.get(layer)) {
          wanted.put(slot, mean(down ? slot.above : slot.below, slot));
        }
        sort(wanted);
      }
      int now = crossings();
      if (now < fewest) {
        fewest = now;
        best = copy();
      }
    }
    for (int i = 0; i < best.size(); i++) {
      layers.get(i).clear();
      layers.get(i).addAll(best.get(i));
      number(layers.get(i));
    }
  }

  private List<List<Slot>> copy() {
    return layers.stream().map(List::copyOf).toList();
  }

  /** Positions are compared as shares of the layer's length. */
  private double share(Slot slot) {
    return (slot.index + 0.5) / layers.get(slot.layer).size();
  }

  private double mean(List<Slot> joined, Slot slot) {
    return joined.stream().mapToDouble(this::share).average().orElse(share(slot));
  }

  /** Sorts all layers; slots that nothing is wanted of stay where they are. */
  private void sort(Map<Slot, Double> wanted) {
    Map<Slot, Double> keys = new HashMap<>();
    Map<String, List<Double>> inGroups = new HashMap<>();
    for (List<Slot> layer : layers) {
      for (Slot slot : layer) {
        double key = wanted.getOrDefault(slot, share(slot));
        keys.put(slot, key);
        if (slot.isSide()) continue;
        slot.groups.forEach(
            group -> inGroups.computeIfAbsent(group, _ -> new ArrayList<>()).add(key));
      }
    }
    Map<String, Double> groups = new HashMap<>();
    inGroups.forEach(
        (group, all) ->
            groups.put(group, all.stream().mapToDouble(key -> key).average().orElse(0)));
    Comparator<Slot> order = (one, other) -> compare(one, other, keys, groups);
    for (List<Slot> layer : layers) {
      layer.sort(order);
      number(layer);
    }
  }

  /** By the outermost groups that differ, then inside the same group: sides outside. */
  private static int compare(
      Slot one, Slot other, Map<Slot, Double> keys, Map<String, Double> groups) {
    int depth = 0;
    while (depth < one.groups.size()
        && depth < other.groups.size()
        && one.groups.get(depth).equals(other.groups.get(depth))) {
      depth++;
    }
    int side = Integer.compare(side(one, depth), side(other, depth));
    if (side != 0) return side;
    int byKey = Double.compare(key(one, depth, keys, groups), key(other, depth, keys, groups));
    if (byKey != 0) return byKey;
    return name(one, depth).compareTo(name(other, depth));
  }

  private static int side(Slot slot, int depth) {
    if (slot.groups.size() > depth) return 0;
    return switch (slot.kind) {
      case LEFT_SIDE -> -1;
      case RIGHT_SIDE -> 1;
      case NODE, LABEL, PASSING -> 0;
    };
  }

  private static double key(
      Slot slot, int depth, Map<Slot, Double> keys, Map<String, Double> groups) {
    return slot.groups.size() > depth
        ? groups.getOrDefault(slot.groups.get(depth), 0.0)
        : keys.getOrDefault(slot, 0.0);
  }

  private static String name(Slot slot, int depth) {
    return slot.groups.size() > depth ? slot.groups.get(depth) : "";
  }

  private static void number(List<Slot> layer) {
    for (int i = 0; i < layer.size(); i++) layer.get(i).index = i;
  }

  private int crossings() {
    int crossings = 0;
    for (List<Slot> layer : layers) {
      List<int[]> links = new ArrayList<>();
      for (Slot upper : layer) {
        for (Slot lower : upper.below) links.add(new int[] {upper.index, lower.index});
      }
      for (int i = 0; i < links.size(); i++) {
        for (int j = i + 1; j < links.size(); j++) {
          int upper = Integer.compare(links.get(i)[0], links.get(j)[0]);
          int lower = Integer.compare(links.get(i)[1], links.get(j)[1]);
          if (upper * lower < 0) crossings++;
        }
      }
    }
    return crossings;
  }
}
