package dev.perdure.testing.diagram.flow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * What an expression may be, as far as it is followed. Immutable.
 *
 * @param known whether it is one of the shapes. Otherwise it is anything else that may hold them
 *     inside, as an {@code Optional} or a function does
 * @param shapes the shapes and the ways that lead to each
 * @param truth of a boolean its value, of an {@code Optional} whether something is in it
 */
record Value(boolean known, Map<Shape, Paths> shapes, Truth truth) {
  /** What is known of yes or no. */
  enum Truth {
    YES,
    NO,
    EITHER;

    Truth or(Truth other) {
      return this == other ? this : EITHER;
    }

    Truth not() {
      return switch (this) {
        case YES -> NO;
        case NO -> YES;
        case EITHER -> EITHER;
      };
    }

    static Truth of(boolean value) {
      return value ? YES : NO;
    }
  }

  /** No value at all: the expression does not end, or was not reached. */
  static final Value NOTHING = new Value(true, Map.of(), Truth.EITHER);

  /** Anything, with nothing of interest in it. */
  static final Value UNKNOWN = new Value(false, Map.of(), Truth.EITHER);

  static Value of(Shape shape) {
    return new Value(true, Map.of(shape, Paths.ALWAYS), Truth.EITHER);
  }

  static Value of(Truth truth) {
    return new Value(false, Map.of(), truth);
  }

  boolean isNothing() {
    return known && shapes.isEmpty();
  }

  Set<Shape> all() {
    return shapes.keySet();
  }

  /** Either this or that. */
  Value or(Value other) {
    if (isNothing() || equals(other)) return other;
    if (other.isNothing()) return this;
    Map<Shape, Paths> both = new LinkedHashMap<>(shapes);
    other.shapes.forEach((shape, paths) -> both.merge(shape, paths, Paths::or));
    return new Value(known && other.known, both, truth.or(other.truth));
  }

  /** The same shapes inside something else. */
  Value carried() {
    return known ? new Value(false, shapes, Truth.EITHER) : this;
  }

  /** The shapes inside, taken out. */
  Value takenOut() {
    return new Value(true, shapes, Truth.EITHER);
  }

  Value with(Truth known) {
    return new Value(this.known, shapes, known);
  }

  Value only(Predicate<Shape> wanted) {
    Map<Shape, Paths> kept = new LinkedHashMap<>();
    shapes.forEach(
        (shape, paths) -> {
          if (wanted.test(shape)) kept.put(shape, paths);
        });
    return new Value(known, kept, truth);
  }

  /** Each shape replaced; those that become equal share their ways. */
  Value each(UnaryOperator<Shape> change) {
    Map<Shape, Paths> changed = new LinkedHashMap<>();
    shapes.forEach((shape, paths) -> changed.merge(change.apply(shape), paths, Paths::or));
    return new Value(known, changed, truth);
  }

  /** This value, where guards held before. */
  Value after(List<Guard> guards) {
    if (guards.isEmpty() || shapes.isEmpty()) return this;
    Map<Shape, Paths> longer = new LinkedHashMap<>();
    shapes.forEach((shape, paths) -> longer.put(shape, paths.after(guards)));
    return new Value(known, longer, truth);
  }

  /** This value as it is found again in a later step, whatever way led to it. */
  Value plain() {
    return unconditional().each(Shape::plain);
  }

  /** This value without what lies deeper in it. */
  Value shallow(int depth) {
    return each(shape -> shape.shallow(depth));
  }

  /** This value whatever way led to it, for comparing. */
  Value unconditional() {
    Map<Shape, Paths> same = new LinkedHashMap<>();
    shapes.keySet().forEach(shape -> same.put(shape, Paths.ALWAYS));
    return new Value(known, same, truth);
  }
}
