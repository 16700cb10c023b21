package dev.perdure.kernel;

import dev.perdure.DurableQueue;
import dev.perdure.kernel.CollectionTypes.QueueType;
import dev.perdure.kernel.spi.Cursor;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;

/**
 * A durable queue during one step. Values lie under consecutive numbers; the ends are stored under
 * the queue's base key, at each change of the queue and at no other time.
 */
final class StepQueue<V> implements DurableQueue<V> {
  private final StepCollections step;
  private final QueueType<V> type;
  private final Cached<QueueEnds> cachedEnds;
  private final byte[] base;

  StepQueue(StepCollections step, QueueType<V> type, Cached<QueueEnds> cachedEnds) {
    this.step = step;
    this.type = type;
    this.cachedEnds = cachedEnds;
    this.base = cachedEnds.base();
  }

  @Override
  public void add(V value) {
    step.checkOpen(this);
    byte[] bytes = type.values().encode(value);
    QueueEnds ends = ends();
    step.view().put(keyOf(ends.tail()), bytes);
    change(ends.withAdded());
  }

  @Override
  public Optional<V> peek() {
    step.checkOpen(this);
    QueueEnds ends = ends();
    return ends.isEmpty() ? Optional.empty() : Optional.of(head(ends));
  }

  @Override
  public Optional<V> poll() {
    step.checkOpen(this);
    QueueEnds ends = ends();
    if (ends.isEmpty()) {
      return Optional.empty();
    }
    V value = head(ends);
    step.view().delete(keyOf(ends.head()));
    change(ends.withoutHead());
    return Optional.of(value);
  }

  @Override
  public long size() {
    step.checkOpen(this);
    return ends().size();
  }

  @Override
  public boolean isEmpty() {
    step.checkOpen(this);
    return ends().isEmpty();
  }

  @Override
  public Iterable<V> values() {
    step.checkOpen(this);
    return this::iterator;
  }

  @Override
  public void clear() {
    step.checkOpen(this);
    QueueEnds ends = ends();
    if (ends.isEmpty()) {
      return;
    }
    for (long number = ends.head(); number < ends.tail(); number++) {
      step.view().delete(keyOf(number));
    }
    change(QueueEnds.EMPTY);
  }

  @Override
  public String toString() {
    return type.toString();
  }

  private Iterator<V> iterator() {
    step.checkOpen(this);
    QueueEnds ends = ends();
    return ends.isEmpty() ? Collections.emptyIterator() : new ValueIterator(ends);
  }

  /** A scan that knows what it must find, so that a gap is damage and not the end. */
  private final class ValueIterator implements Iterator<V> {
    private final Iterator<V> scan;
    private final long tail;
    private long number;

    ValueIterator(QueueEnds ends) {
      number = ends.head();
      tail = ends.tail();
      scan = new ScanIterator<>(step, StepQueue.this, keyOf(number), keyOf(tail), this::read);
    }

    @Override
    public boolean hasNext() {
      boolean more = scan.hasNext();
      if (!more && number < tail) {
        throw missing(number);
      }
      return more;
    }

    @Override
    public V next() {
      return scan.next();
    }

    private V read(Cursor cursor) {
      if (new ByteReader(cursor.key(), base.length).u64() != number) {
        throw missing(number);
      }
      V value = type.values().decode(cursor.value());
      number++;
      return value;
    }
  }

  private V head(QueueEnds ends) {
    byte[] bytes = step.view().get(keyOf(ends.head()));
    if (bytes == null) {
      throw missing(ends.head());
    }
    return type.values().decode(bytes);
  }

  private IllegalStateException missing(long number) {
    return new IllegalStateException(
        "%s: damaged store: value %d is missing between the ends of the queue"
            .formatted(this, number));
  }

  private QueueEnds ends() {
    QueueEnds known = cachedEnds.current();
    if (known != null) {
      return known;
    }
    byte[] bytes = step.view().get(base);
    QueueEnds read = bytes == null ? QueueEnds.EMPTY : decoded(bytes);
    step.change(cachedEnds, read);
    return read;
  }

  private QueueEnds decoded(byte[] bytes) {
    try {
      return QueueEnds.decode(bytes);
    } catch (IllegalStateException e) {
      throw new IllegalStateException(this + ": its ends: " + e.getMessage(), e);
    }
  }

  private void change(QueueEnds ends) {
    if (ends.isEmpty()) {
      step.view().delete(base);
    } else {
      step.view().put(base, ends.encode());
    }
    step.change(cachedEnds, ends);
  }

  private byte[] keyOf(long number) {
    return new ByteWriter(base.length + 8).raw(base).u64(number).toBytes();
  }
}
