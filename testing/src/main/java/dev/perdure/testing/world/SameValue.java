package dev.perdure.testing.world;

import java.lang.reflect.Array;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether two values are the same to a reader: as {@code equals}, but arrays by what is in them.
 */
public final class SameValue {
  private SameValue() {}

  public static boolean same(@Nullable Object one, @Nullable Object other) {
    if (Objects.equals(one, other)) {
      return true;
    }
    if (one == null || other == null) {
      return false;
    }
    if (one.getClass().isArray() && one.getClass() == other.getClass()) {
      return sameArrays(one, other);
    }
    return switch (one) {
      case Record first -> one.getClass() == other.getClass() && sameRecords(first, other);
      case List<?> first -> other instanceof List<?> second && sameLists(first, second);
      case Map<?, ?> first ->
          other instanceof Map<?, ?> second
              && first.keySet().equals(second.keySet())
              && first.keySet().stream().allMatch(key -> same(first.get(key), second.get(key)));
      default -> false;
    };
  }

  private static boolean sameArrays(Object one, Object other) {
    int length = Array.getLength(one);
    if (Array.getLength(other) != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (!same(Array.get(one, i), Array.get(other, i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameLists(List<?> one, List<?> other) {
    if (one.size() != other.size()) {
      return false;
    }
    Iterator<?> seconds = other.iterator();
    for (Object first : one) {
      if (!same(first, seconds.next())) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameRecords(Record one, Object other) {
    for (RecordParts.Part part : RecordParts.of(one.getClass())) {
      if (!same(part.of(one), part.of(other))) {
        return false;
      }
    }
    return true;
  }
}
