package dev.perdure.testing.plain;

import dev.perdure.Definition;
import dev.perdure.Outcome;
import dev.perdure.testing.world.RecordParts;
import dev.perdure.testing.world.SameValue;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The functions that make an outcome an event: they may only put it in. */
final class Answers {
  private Answers() {}

  /**
   * The function, tried on a placeholder of each kind of outcome. The value of the one that is Done
   * is of no class that could be asked for, so whoever looks at it fails.
   *
   * @throws IllegalArgumentException when it looks inside, or makes something else
   */
  @SuppressWarnings("unchecked") // It is given outcomes of what was asked for.
  static Function<Outcome<?>, Object> checked(Definition<?, ?> definition, Function<?, ?> answer) {
    Function<Outcome<?>, Object> function = (Function<Outcome<?>, Object>) answer;
    Outcome<?> one = new Outcome.Unknown<>("?");
    Object first = function.apply(one);
    if (!definition.type().events().isInstance(first)) {
      throw new IllegalArgumentException(
          "the function of an answer makes %s, which is no event of machine type '%s'"
              .formatted(first, definition.type().name()));
    }
    if (!isSame(function, first, one, new Outcome.Failed<>(Outcome.Cause.ERROR, "?"))
        || !isSame(function, first, one, new Outcome.Done<>(new Object()))) {
      throw new IllegalArgumentException(
          "the function that makes event %s looks inside the outcome; it may only put it in"
              .formatted(first.getClass().getSimpleName()));
    }
    return function;
  }

  private static boolean isSame(
      Function<Outcome<?>, Object> function, Object first, Outcome<?> one, Outcome<?> other) {
    Object second;
    try {
      second = function.apply(other);
    } catch (RuntimeException e) {
      return !accepts(first, one, other); // Its constructor may look at what it is given.
    }
    return second != null
        && first.getClass() == second.getClass()
        && same(first, one, second, other);
  }

  /** Whether the event can be made around the other outcome, as far as its constructor says. */
  private static boolean accepts(Object event, Outcome<?> one, Outcome<?> other) {
    List<RecordParts.Part> parts = RecordParts.of(event.getClass());
    @Nullable Object[] values = new Object[parts.size()];
    Class<?>[] types = new Class<?>[parts.size()];
    for (int i = 0; i < parts.size(); i++) {
      Object value = parts.get(i).of(event);
      values[i] = Objects.equals(value, one) ? other : value;
      types[i] = parts.get(i).type();
    }
    try {
      Constructor<?> constructor = event.getClass().getDeclaredConstructor(types);
      constructor.setAccessible(true);
      constructor.newInstance(values);
      return true;
    } catch (InvocationTargetException e) {
      return false;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make a " + event.getClass().getName(), e);
    }
  }

  private static boolean same(Object first, Outcome<?> one, Object second, Outcome<?> other) {
    boolean held = false;
    for (RecordParts.Part part : RecordParts.of(first.getClass())) {
      Object left = part.of(first);
      Object right = part.of(second);
      boolean hole = Objects.equals(left, one) && Objects.equals(right, other);
      if (!hole && !SameValue.same(left, right)) {
        return false;
      }
      held |= hole;
    }
    return held;
  }
}
