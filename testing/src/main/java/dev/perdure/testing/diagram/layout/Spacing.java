package dev.perdure.testing.diagram.layout;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Moves slots from left to right: each is drawn towards what it is joined to, long links most, and
 * pushed away by its neighbours where they are too close. Frames are as narrow as what is in them.
 */
final class Spacing {
  private static final int ROUNDS = 400;
  private static final int PUSHES = 20;
  private static final int POLISHES = 50;

  /** Two neighbours in a layer, and how far apart they must be. */
  private record Gap(Slot.Place left, Slot.Place right, double least) {
    double missing() {
      return least - (right.x - left.x);
    }
  }

  private final List<List<Slot>> layers;
  private final List<Gap> gaps = new ArrayList<>();

  private Spacing(Layers layers) {
    this.layers = layers.all();
    for (List<Slot> layer : this.layers) {
      for (int i = 1; i < layer.size(); i++) {
        Slot left = layer.get(i - 1);
        Slot right = layer.get(i);
        gaps.add(new Gap(left.place, right.place, left.reach() + right.reach()));
      }
    }
  }

  static void apply(Layers layers) {
    Spacing spacing = new Spacing(layers);
    spacing.settle();
    for (int round = 0; round < ROUNDS; round++) {
      spacing.pull();
      spacing.frames(layers);
      for (int i = 0; i < PUSHES; i++) spacing.push();
    }
    spacing.settle();
    for (int round = 0; round < POLISHES; round++) spacing.polish();
  }

  /** All wishes are taken at once, so that none comes first. */
  private void pull() {
    Map<Slot.Place, Double> moved = new LinkedHashMap<>();
    for (List<Slot> layer : layers) {
      for (Slot slot : layer) {
        if (!slot.isSide()) moved.put(slot.place, (slot.place.x + wish(slot)) / 2);
      }
    }
    moved.forEach((place, x) -> place.x = x);
  }

  /** Each goes as near to where it wants to be as its neighbours let it. */
  private void polish() {
    for (List<Slot> layer : layers) {
      for (int i = 0; i < layer.size(); i++) {
        Slot slot = layer.get(i);
        if (slot.isSide()) continue;
        double x = wish(slot);
        if (i + 1 < layer.size()) {
          Slot right = layer.get(i + 1);
          x = Math.min(x, right.place.x - right.reach() - slot.reach());
        }
        if (i > 0) {
          Slot left = layer.get(i - 1);
          x = Math.max(x, left.place.x + left.reach() + slot.reach());
        }
        slot.place.x = x;
      }
    }
  }

  /** The mean of what it is joined to; links that only pass want to be straight. */
  private static double wish(Slot slot) {
    double sum = 0;
    double weight = 0;
    for (List<Slot> side : List.of(slot.above, slot.below)) {
      for (Slot joined : side) {
        double w = slot.kind != Slot.Kind.NODE && joined.kind != Slot.Kind.NODE ? 6 : 1;
        sum += w * joined.place.x;
        weight += w;
      }
    }
    return weight > 0 ? sum / weight : slot.place.x;
  }

  private void frames(Layers of) {
    of.frames()
        .values()
        .forEach(
            frame -> {
              double middle = (frame.left().x + frame.right().x) / 2;
              frame.left().x += (middle - frame.left().x) / 4;
              frame.right().x += (middle - frame.right().x) / 4;
            });
  }

  private void push() {
    for (Gap gap : gaps) {
      double missing = gap.missing();
      if (missing > 0) {
        gap.left().x -= missing / 2;
        gap.right().x += missing / 2;
      }
    }
  }

  /** Whatever is still too close moves to the right. */
  private void settle() {
    boolean moved = true;
    for (int i = 0; moved && i <= gaps.size(); i++) {
      moved = false;
      for (Gap gap : gaps) {
        if (gap.missing() > 0.01) {
          gap.right().x = gap.left().x + gap.least();
          moved = true;
        }
      }
    }
    if (moved) throw new IllegalStateException("neighbours push each other in a circle");
  }
}
