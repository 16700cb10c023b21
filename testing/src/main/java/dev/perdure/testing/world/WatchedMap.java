package dev.perdure.testing.world;

import dev.perdure.DurableMap;
import dev.perdure.MapKey;
import dev.perdure.testing.Effect;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A durable map in a step, with what is written through it written down. */
record WatchedMap<K, V>(MapKey<K, V> name, DurableMap<K, V> map, List<Effect> effects)
    implements DurableMap<K, V> {
  @Override
  public Optional<V> get(K key) {
    return map.get(key);
  }

  @Override
  public boolean contains(K key) {
    return map.contains(key);
  }

  @Override
  public void put(K key, V value) {
    map.put(key, value);
    effects.add(new Effect.MapPut(name, key, value));
  }

  @Override
  public Optional<V> remove(K key) {
    Optional<V> removed = map.remove(key);
    effects.add(new Effect.MapRemoved(name, key));
    return removed;
  }

  @Override
  public long size() {
    return map.size();
  }

  @Override
  public boolean isEmpty() {
    return map.isEmpty();
  }

  @Override
  public Iterable<Map.Entry<K, V>> entries() {
    return map.entries();
  }

  @Override
  public Iterable<Map.Entry<K, V>> entries(K from, K to) {
    return map.entries(from, to);
  }

  @Override
  public Iterable<Map.Entry<K, V>> entriesAfter(K key) {
    return map.entriesAfter(key);
  }

  @Override
  public void clear() {
    map.clear();
    effects.add(new Effect.MapCleared(name));
  }
}
