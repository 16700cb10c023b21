package dev.perdure.testing.plain;

import dev.perdure.Definition;
import dev.perdure.Outcome;
import dev.perdure.testing.world.SameValue;
import java.lang.reflect.RecordComponent;
import java.util.Objects;
import java.util.function.Function;

/** The functions that make an outcome an event: they may only put it in. */
final class Answers {
  private Answers() {}

  /**
   * The function, tried on two placeholders.
   *
   * @throws IllegalArgumentException when it looks inside, or makes something else
   */
  @SuppressWarnings("unchecked") // It is given outcomes of what was asked for.
  static Function<Outcome<?>, Object> checked(Definition<?, ?> definition, Function<?, ?> answer) {
    Function<Outcome<?>, Object> function = (Function<Outcome<?>, Object>) answer;
    Outcome<?> one = new Outcome.Unknown<>("?");
    Outcome<?> other = new Outcome.Failed<>(Outcome.Cause.ERROR, "?");
    Object first = function.apply(one);
    Object second = function.apply(other);
    if (!definition.type().events().isInstance(first)) {
      throw new IllegalArgumentException(
          "the function of an answer makes %s, which is no event of machine type '%s'"
              .formatted(first, definition.type().name()));
    }
    if (second == null
        || first.getClass() != second.getClass()
        || !same(first, one, second, other)) {
      throw new IllegalArgumentException(
          "the function that makes event %s looks inside the outcome; it may only put it in"
              .formatted(first.getClass().getSimpleName()));
    }
    return function;
  }

  private static boolean same(Object first, Outcome<?> one, Object second, Outcome<?> other) {
    boolean held = false;
    for (RecordComponent component : first.getClass().getRecordComponents()) {
      Object left = SameValue.value(component, first);
      Object right = SameValue.value(component, second);
      boolean hole = Objects.equals(left, one) && Objects.equals(right, other);
      if (!hole && !SameValue.same(left, right)) {
        return false;
      }
      held |= hole;
    }
    return held;
  }
}
