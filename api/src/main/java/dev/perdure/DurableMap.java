package dev.perdure;

import java.util.Map;
import java.util.Optional;

/**
 * An ordered map of a machine, kept beside its state: read lazily, written as deltas, good for
 * millions of entries. Opened by {@link Step#map} and usable within that step only, from its
 * thread; later it throws {@link IllegalStateException}. What a step writes it reads back, and it
 * is committed with the step or not at all.
 *
 * <p>An iteration shows the map as it was when its iterator was made, the step's own writes
 * included. Writing while it runs is allowed and does not disturb it. Entries are read in pages as
 * they are reached, in the order of their keys ({@link MapKey} says which), and cannot be set.
 *
 * @param <K> the keys
 * @param <V> the values
 */
public interface DurableMap<K, V> {
  /** The value under a key. Costs one read unless it is in memory. */
  Optional<V> get(K key);

  /** Whether there is a value under a key. Costs one read unless it is in memory. */
  boolean contains(K key);

  /**
   * Puts a value in place of the one there, if any. It returns nothing, so that no read is forced.
   */
  void put(K key, V value);

  /** Removes and returns the value under a key; removing what is not there is no effect. */
  Optional<V> remove(K key);

  /**
   * The number of entries. The first call after a rehydration walks the whole map: O(n). From then
   * on the number is kept, calls are O(1), and every put and remove checks what is there, at a read
   * each. {@link #isEmpty()} costs one read and leaves the map as cheap to write as it was.
   */
  long size();

  /** Whether there is no entry; at most one read. */
  boolean isEmpty();

  /** All entries in order. */
  Iterable<Map.Entry<K, V>> entries();

  /**
   * The entries in a range, in order; none when {@code to} is not above {@code from}.
   *
   * @param from the lowest key of the range, there or not
   * @param to the first key above the range, there or not
   */
  Iterable<Map.Entry<K, V>> entries(K from, K to);

  /** The entries past {@code key}, there or not: how a long scan goes on in a later step. */
  Iterable<Map.Entry<K, V>> entriesAfter(K key);

  /** Removes all entries. */
  void clear();
}
