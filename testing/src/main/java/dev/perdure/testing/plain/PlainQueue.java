package dev.perdure.testing.plain;

import dev.perdure.DurableQueue;
import dev.perdure.QueueKey;
import dev.perdure.testing.Effect;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A durable queue without a store. */
public final class PlainQueue<V> implements DurableQueue<V> {
  private final QueueKey<V> name;
  private final ArrayDeque<V> values;
  private final EffectSink effects;

  private PlainQueue(QueueKey<V> name, ArrayDeque<V> values, EffectSink effects) {
    this.name = name;
    this.values = values;
    this.effects = effects;
  }

  /** The queue of that name among a machine's, for one step. */
  @SuppressWarnings("unchecked") // A name stands for one type; the kernel has checked it.
  public static <V> DurableQueue<V> in(
      Map<QueueKey<?>, ArrayDeque<?>> all, QueueKey<V> name, EffectSink effects) {
    ArrayDeque<?> values = all.computeIfAbsent(name, _ -> new ArrayDeque<>());
    return new PlainQueue<>(name, (ArrayDeque<V>) values, effects);
  }

  @Override
  public void add(V value) {
    values.add(value);
    effects.add(new Effect.QueueAdded(name, value));
  }

  @Override
  public Optional<V> peek() {
    return Optional.ofNullable(values.peek());
  }

  @Override
  public Optional<V> poll() {
    Effect polled = new Effect.QueuePolled(name);
    if (values.isEmpty()) {
      effects.addIdle(polled);
    } else {
      effects.add(polled);
    }
    return Optional.ofNullable(values.poll());
  }

  @Override
  public long size() {
    return values.size();
  }

  @Override
  public boolean isEmpty() {
    return values.isEmpty();
  }

  @Override
  public Iterable<V> values() {
    return List.copyOf(values);
  }

  @Override
  public void clear() {
    values.clear();
    effects.add(new Effect.QueueCleared(name));
  }
}
