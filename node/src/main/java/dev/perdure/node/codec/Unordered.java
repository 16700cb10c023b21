package dev.perdure.node.codec;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Finds the sets and maps in a shape: equal values with them may iterate in different orders. */
final class Unordered {
  private Unordered() {}

  /** Whether a value of this shape may hold a set or a map. */
  static boolean in(Shape shape) {
    Set<Shape> met = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Shape> open = new ArrayDeque<>(List.of(shape));
    while (!open.isEmpty()) {
      Shape next = open.remove();
      if (next instanceof Shape.SetOf || next instanceof Shape.MapOf) {
        return true;
      }
      if (met.add(next)) {
        open.addAll(parts(next));
      }
    }
    return false;
  }

  private static Collection<Shape> parts(Shape shape) {
    return switch (shape) {
      case Shape.Scalar _, Shape.Enumeration _, Shape.Ref _ -> List.of();
      case Shape.ListOf(var element) -> List.of(element);
      case Shape.SetOf(var element) -> List.of(element);
      case Shape.MapOf(var key, var value) -> List.of(key, value);
      case Shape.OptionalOf(var value) -> List.of(value);
      case Shape.RecordOf of -> of.components().stream().map(Shape.Component::shape).toList();
      case Shape.FamilyOf of -> of.members().values();
    };
  }
}
