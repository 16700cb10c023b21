package dev.perdure;

import java.util.Optional;

/**
 * A first-in first-out queue of a machine, kept beside its state: read lazily, written as deltas.
 * Opened by {@link Step#queue} and usable within that step only, from its thread; later it throws
 * {@link IllegalStateException}. What a step writes it reads back, and it is committed with the
 * step or not at all.
 *
 * @param <V> the values
 */
public interface DurableQueue<V> {
  /** Adds a value at the tail. */
  void add(V value);

  /** The value at the head, which stays there. */
  Optional<V> peek();

  /** Takes the value at the head; taking from an empty queue is no effect. */
  Optional<V> poll();

  /** The number of values; O(1). */
  long size();

  /** Whether there is no value; O(1). */
  boolean isEmpty();

  /**
   * The values from head to tail, as they were when the iterator was made, the step's own writes
   * included. Writing while it runs is allowed and does not disturb it.
   */
  Iterable<V> values();

  /** Removes all values. */
  void clear();
}
