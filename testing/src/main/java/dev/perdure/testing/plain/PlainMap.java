package dev.perdure.testing.plain;

import dev.perdure.DurableMap;
import dev.perdure.MapKey;
import dev.perdure.kernel.MapKeyOrder;
import dev.perdure.testing.Effect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** A durable map without a store: what one is promised to be, as simply as that can be said. */
public final class PlainMap<K, V> implements DurableMap<K, V> {
  private final MapKey<K, V> name;
  private final NavigableMap<K, V> entries;
  private final EffectSink effects;

  private PlainMap(MapKey<K, V> name, NavigableMap<K, V> entries, EffectSink effects) {
    this.name = name;
    this.entries = entries;
    this.effects = effects;
  }

  /** The map of that name among a machine's, for one step. */
  @SuppressWarnings("unchecked") // A name stands for one type; the kernel has checked it.
  public static <K, V> DurableMap<K, V> in(
      Map<MapKey<?, ?>, NavigableMap<?, ?>> all, MapKey<K, V> name, EffectSink effects) {
    NavigableMap<?, ?> entries =
        all.computeIfAbsent(name, _ -> new TreeMap<>(MapKeyOrder.of(name.keys())));
    return new PlainMap<>(name, (NavigableMap<K, V>) entries, effects);
  }

  @Override
  public Optional<V> get(K key) {
    return Optional.ofNullable(entries.get(key));
  }

  @Override
  public boolean contains(K key) {
    return entries.containsKey(key);
  }

  @Override
  public void put(K key, V value) {
    entries.put(key, value);
    effects.add(new Effect.MapPut(name, key, value));
  }

  @Override
  public Optional<V> remove(K key) {
    Effect removed = new Effect.MapRemoved(name, key);
    if (entries.containsKey(key)) {
      effects.add(removed);
    } else {
      effects.addIdle(removed);
    }
    return Optional.ofNullable(entries.remove(key));
  }

  @Override
  public long size() {
    return entries.size();
  }

  @Override
  public boolean isEmpty() {
    return entries.isEmpty();
  }

  @Override
  public Iterable<Map.Entry<K, V>> entries() {
    return asTheyStand(entries);
  }

  @Override
  public Iterable<Map.Entry<K, V>> entries(K from, K to) {
    boolean none = entries.comparator().compare(from, to) >= 0;
    return none ? List.of() : asTheyStand(entries.subMap(from, true, to, false));
  }

  @Override
  public Iterable<Map.Entry<K, V>> entriesAfter(K key) {
    return asTheyStand(entries.tailMap(key, false));
  }

  private List<Map.Entry<K, V>> asTheyStand(NavigableMap<K, V> some) {
    List<Map.Entry<K, V>> copy = new ArrayList<>(some.size());
    some.forEach((key, value) -> copy.add(Map.entry(key, value)));
    return copy;
  }

  @Override
  public void clear() {
    entries.clear();
    effects.add(new Effect.MapCleared(name));
  }
}
