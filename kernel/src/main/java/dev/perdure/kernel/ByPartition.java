package dev.perdure.kernel;

import java.util.Arrays;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * One thing for each of some partitions, found by partition number without boxing; in their order.
 */
final class ByPartition<T> {
  private @Nullable Object[] things = new Object[16];

  @SuppressWarnings("unchecked") // Only put() fills it.
  @Nullable T get(int partition) {
    return partition < things.length ? (T) things[partition] : null;
  }

  T getOrMake(int partition, IntFunction<T> maker) {
    T thing = get(partition);
    if (thing == null) {
      thing = maker.apply(partition);
      put(partition, thing);
    }
    return thing;
  }

  void put(int partition, T thing) {
    if (partition >= things.length) {
      things = Arrays.copyOf(things, Math.max(partition + 1, things.length * 2));
    }
    things[partition] = thing;
  }

  /** Takes what {@link #forEach} does for each partition. */
  interface Action<T> {
    void take(int partition, T thing);
  }

  /** Goes through the things in the order of their partitions. */
  @SuppressWarnings("unchecked") // Only put() fills it.
  void forEach(Action<T> action) {
    for (int partition = 0; partition < things.length; partition++) {
      T thing = (T) things[partition];
      if (thing != null) {
        action.take(partition, thing);
      }
    }
  }

  /** The numbers with something, ascending. */
  int[] partitions() {
    int[] numbers = new int[things.length];
    int count = 0;
    for (int i = 0; i < things.length; i++) {
      if (things[i] != null) {
        numbers[count++] = i;
      }
    }
    return Arrays.copyOf(numbers, count);
  }
}
