package dev.perdure.kernel;

import dev.perdure.kernel.spi.Cursor;
import dev.perdure.kernel.spi.LayeredCursor;
import dev.perdure.kernel.spi.Store;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A partition's keys as its next step sees them: writes of steps that are not committed yet, over
 * the store. Machine records are not here; they live in their {@link ActiveMachine}. Used by the
 * partition alone.
 *
 * <p>A read of the store that failed is remembered: a handler may catch its exception and go on,
 * with who knows what in the place of its data. See {@link #checkReads}.
 */
final class Uncommitted {
  private final Store store;
  private final int partition;
  private final NavigableMap<byte[], Entry> entries = new TreeMap<>(Arrays::compareUnsigned);
  private final Deque<Entry> order = new ArrayDeque<>();

  /** Why the store could not be read, when it could not. */
  private @Nullable Throwable unread;

  /** A write of a record; a null value is a removal. */
  private record Entry(byte[] key, byte @Nullable [] value, long recordNo) {}

  Uncommitted(Store store, int partition) {
    this.store = store;
    this.partition = partition;
  }

  void add(byte[] key, byte @Nullable [] value, long recordNo) {
    Entry entry = new Entry(key, value, recordNo);
    entries.put(key, entry);
    order.add(entry);
  }

  /** Forgets the writes that the store has. */
  void committed(long recordNo) {
    for (Entry entry = order.peek();
        entry != null && entry.recordNo <= recordNo;
        entry = order.peek()) {
      order.remove();
      if (Identity.same(entries.get(entry.key), entry)) {
        entries.remove(entry.key);
      }
    }
  }

  byte @Nullable [] get(byte[] key) {
    Entry entry = entries.get(key);
    return entry != null ? entry.value : read(key);
  }

  private byte @Nullable [] read(byte[] key) {
    try {
      return store.get(partition, key);
    } catch (RuntimeException | Error e) {
      unread = e;
      throw e;
    }
  }

  /**
   * Throws again what a read of the store threw, whoever caught it: nothing that came after may
   * count.
   */
  void checkReads() {
    Throwable failed = unread;
    if (failed instanceof Error error) {
      throw error;
    }
    if (failed instanceof RuntimeException exception) {
      throw exception;
    }
  }

  Cursor scan(byte[] from, byte[] to) {
    // The copy keeps the scan as it began, whatever is written while it is read.
    NavigableMap<byte[], byte @Nullable []> over = new TreeMap<>(Arrays::compareUnsigned);
    if (Arrays.compareUnsigned(from, to) < 0) {
      entries.subMap(from, true, to, false).forEach((key, entry) -> over.put(key, entry.value));
    }
    Cursor below = new Watched(from, to);
    return over.isEmpty() ? below : new LayeredCursor(over, below);
  }

  /** A cursor of the store, whose failures are remembered. */
  private final class Watched implements Cursor {
    private final Cursor cursor;

    Watched(byte[] from, byte[] to) {
      try {
        cursor = store.scan(partition, from, to);
      } catch (RuntimeException | Error e) {
        unread = e;
        throw e;
      }
    }

    @Override
    public boolean next() {
      try {
        return cursor.next();
      } catch (RuntimeException | Error e) {
        unread = e;
        throw e;
      }
    }

    @Override
    public byte[] key() {
      return cursor.key();
    }

    @Override
    public byte[] value() {
      return cursor.value();
    }

    @Override
    public void close() {
      cursor.close();
    }
  }
}
