package dev.perdure.testing.world;

import dev.perdure.DurableQueue;
import dev.perdure.QueueKey;
import dev.perdure.testing.Effect;
import java.util.List;
import java.util.Optional;

/** A durable queue in a step, with what is written through it written down. */
record WatchedQueue<V>(QueueKey<V> name, DurableQueue<V> queue, List<Effect> effects)
    implements DurableQueue<V> {
  @Override
  public void add(V value) {
    queue.add(value);
    effects.add(new Effect.QueueAdded(name, value));
  }

  @Override
  public Optional<V> peek() {
    return queue.peek();
  }

  @Override
  public Optional<V> poll() {
    Optional<V> head = queue.poll();
    effects.add(new Effect.QueuePolled(name));
    return head;
  }

  @Override
  public long size() {
    return queue.size();
  }

  @Override
  public boolean isEmpty() {
    return queue.isEmpty();
  }

  @Override
  public Iterable<V> values() {
    return queue.values();
  }

  @Override
  public void clear() {
    queue.clear();
    effects.add(new Effect.QueueCleared(name));
  }
}
