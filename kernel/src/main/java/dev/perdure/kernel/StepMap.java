package dev.perdure.kernel;

import dev.perdure.DurableMap;
import dev.perdure.kernel.CollectionTypes.MapType;
import dev.perdure.kernel.spi.Cursor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A durable map during one step. Each write goes to the step's key-values at once; the number of
 * entries is kept only once it was asked for, as from then on it costs every write a read.
 */
final class StepMap<K, V> implements DurableMap<K, V> {
  private final StepCollections step;
  private final MapType<K, V> type;
  private final Cached<Long> size;
  private final byte[] base;

  StepMap(StepCollections step, MapType<K, V> type, Cached<Long> size) {
    this.step = step;
    this.type = type;
    this.size = size;
    this.base = size.base();
  }

  @Override
  public Optional<V> get(K key) {
    step.checkOpen(this);
    byte[] value = step.view().get(keyOf(key));
    return value == null ? Optional.empty() : Optional.of(type.values().decode(value));
  }

  @Override
  public boolean contains(K key) {
    step.checkOpen(this);
    return step.view().get(keyOf(key)) != null;
  }

  @Override
  public void put(K key, V value) {
    step.checkOpen(this);
    byte[] stored = keyOf(key);
    byte[] bytes = type.values().encode(value);
    Long before = size.current();
    boolean added = before != null && step.view().get(stored) == null;
    step.view().put(stored, bytes);
    if (before != null && added) {
      step.change(size, before + 1);
    }
  }

  @Override
  public Optional<V> remove(K key) {
    step.checkOpen(this);
    byte[] stored = keyOf(key);
    byte[] bytes = step.view().get(stored);
    if (bytes == null) {
      return Optional.empty();
    }
    V value = type.values().decode(bytes);
    step.view().delete(stored);
    Long before = size.current();
    if (before != null) {
      step.change(size, before - 1);
    }
    return Optional.of(value);
  }

  @Override
  public long size() {
    step.checkOpen(this);
    Long known = size.current();
    if (known != null) {
      return known;
    }
    long counted = 0;
    try (Cursor cursor = step.view().scan(base, end())) {
      while (cursor.next()) {
        counted++;
      }
    }
    step.change(size, counted);
    return counted;
  }

  @Override
  public boolean isEmpty() {
    step.checkOpen(this);
    Long known = size.current();
    if (known != null) {
      return known == 0;
    }
    try (Cursor cursor = step.view().scan(base, end())) {
      return !cursor.next();
    }
  }

  @Override
  public Iterable<Map.Entry<K, V>> entries() {
    step.checkOpen(this);
    return range(base, end());
  }

  @Override
  public Iterable<Map.Entry<K, V>> entries(K from, K to) {
    step.checkOpen(this);
    byte[] first = keyOf(from);
    byte[] end = keyOf(to);
    return Arrays.compareUnsigned(first, end) < 0 ? range(first, end) : List.of();
  }

  @Override
  public Iterable<Map.Entry<K, V>> entriesAfter(K key) {
    // No encoded key begins with another, so every greater one is past this one and any byte.
    step.checkOpen(this);
    byte[] stored = keyOf(key);
    return range(Arrays.copyOf(stored, stored.length + 1), end());
  }

  @Override
  public void clear() {
    step.checkOpen(this);
    try (Cursor cursor = step.view().scan(base, end())) {
      while (cursor.next()) {
        step.view().delete(cursor.key());
      }
    }
    if (size.current() != null) {
      step.change(size, 0L);
    }
  }

  @Override
  public String toString() {
    return type.toString();
  }

  private Iterable<Map.Entry<K, V>> range(byte[] from, byte[] to) {
    return () -> new ScanIterator<>(step, this, from, to, this::entry);
  }

  private Map.Entry<K, V> entry(Cursor cursor) {
    return Map.entry(
        type.decodeKey(cursor.key(), base.length), type.values().decode(cursor.value()));
  }

  private byte[] keyOf(K key) {
    ByteWriter writer = new ByteWriter(base.length + 32).raw(base);
    type.encodeKey(key, writer);
    return writer.toBytes();
  }

  /** The first key behind the map: its base ends with the zero byte that ends a text. */
  private byte[] end() {
    byte[] end = base.clone();
    end[end.length - 1]++;
    return end;
  }
}
