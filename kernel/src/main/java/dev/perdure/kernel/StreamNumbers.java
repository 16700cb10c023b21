package dev.perdure.kernel;

import java.util.Arrays;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * One number for each of some streams, by the partition at their other end; 0 where there is none.
 * Without boxing: it is written for every step. Used by one thread.
 */
final class StreamNumbers {
  private long[] numbers = new long[16];

  StreamNumbers() {}

  StreamNumbers(Map<Integer, Long> numbers) {
    numbers.forEach(this::put);
  }

  long get(int partition) {
    return partition < numbers.length ? numbers[partition] : 0;
  }

  void put(int partition, long number) {
    if (partition >= numbers.length) {
      numbers = Arrays.copyOf(numbers, Math.max(partition + 1, numbers.length * 2));
    }
    numbers[partition] = number;
  }

  /** Takes what {@link #forEach} does for each stream that has a number. */
  interface Action {
    void take(int partition, long number);
  }

  /** Goes through the streams in the order of their partitions. */
  void forEach(Action action) {
    for (int partition = 0; partition < numbers.length; partition++) {
      if (numbers[partition] > 0) {
        action.take(partition, numbers[partition]);
      }
    }
  }

  SequencedMap<Integer, Long> toMap() {
    TreeMap<Integer, Long> map = new TreeMap<>();
    forEach(map::put);
    return map;
  }
}
