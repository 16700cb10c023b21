package dev.perdure.testing.diagram.layout;

import java.util.ArrayList;
import java.util.List;

/** One place in a layer: of a node, of a link that passes, of a label, of a side of a frame. */
final class Slot {
  /** What is there. */
  enum Kind {
    NODE,
    PASSING,
    LABEL,
    LEFT_SIDE,
    RIGHT_SIDE
  }

  /** Where things are from left to right; the sides of a frame have one for all layers. */
  static final class Place {
    double x;
  }

  final Kind kind;
  final int layer;
  final double width;
  final double height;

  /** The groups around it, outermost first. */
  final List<String> groups;

  final Place place;

  /** What it is joined to in the layers above and below. */
  final List<Slot> above = new ArrayList<>();

  final List<Slot> below = new ArrayList<>();

  /** Its position in the layer, from 0. */
  int index;

  Slot(Kind kind, int layer, double width, double height, List<String> groups, Place place) {
    this.kind = kind;
    this.layer = layer;
    this.width = width;
    this.height = height;
    this.groups = groups;
    this.place = place;
  }

  boolean isSide() {
    return kind == Kind.LEFT_SIDE || kind == Kind.RIGHT_SIDE;
  }

  /** Half of it, and the space that belongs to it. */
  double reach() {
    return switch (kind) {
      case NODE -> width / 2 + 16;
      case LABEL -> width / 2 + 6;
      case PASSING -> 8;
      case LEFT_SIDE, RIGHT_SIDE -> 4;
    };
  }

  static void join(Slot upper, Slot lower) {
    upper.below.add(lower);
    lower.above.add(upper);
  }
}
