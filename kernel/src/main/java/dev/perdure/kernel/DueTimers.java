package dev.perdure.kernel;

import dev.perdure.MachineRef;
import dev.perdure.kernel.spi.Cursor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The next timers of a partition, by due time: a bounded window in memory over the due index in the
 * store. Firing hands out a key once; whether the timer still runs is for its timer record to say.
 * Used by the partition alone.
 */
final class DueTimers {
  private final Uncommitted keys;
  private final int window;
  private final TreeSet<byte[]> next = new TreeSet<>(Arrays::compareUnsigned);

  /** Timers before this key are all in the window; null when all timers are. */
  private byte @Nullable [] horizon = Keys.space(Keys.DUE);

  /** A timer that is due. */
  record Due(MachineRef<?> machine, TimerId id, long dueMillis) {}

  DueTimers(Uncommitted keys, int window) {
    this.keys = keys;
    this.window = window;
  }

  /** A timer whose index key is being written. */
  void add(byte[] dueKey) {
    byte[] bound = horizon;
    if (bound != null && Arrays.compareUnsigned(dueKey, bound) >= 0) {
      return;
    }
    next.add(dueKey);
    if (next.size() > window) {
      horizon = next.pollLast();
    }
  }

  void remove(byte[] dueKey) {
    next.remove(dueKey);
  }

  /** Takes the next timer that is due, or null. */
  @Nullable Due pollDue(long nowMillis) {
    refill();
    if (next.isEmpty() || dueMillis(next.first()) > nowMillis) {
      return null;
    }
    byte[] key = next.removeFirst();
    ByteReader in = new ByteReader(key, 1);
    long due = in.u64();
    MachineRef<?> machine = Keys.ref(in);
    return new Due(machine, new TimerId(in.keyText(), in.keyText()), due);
  }

  /** When the next timer is due; {@code Long.MAX_VALUE} when there is none. */
  long nextDueMillis() {
    refill();
    return next.isEmpty() ? Long.MAX_VALUE : dueMillis(next.first());
  }

  int inMemory() {
    return next.size();
  }

  private static long dueMillis(byte[] key) {
    return new ByteReader(key, 1).u64();
  }

  private void refill() {
    byte[] from = horizon;
    if (!next.isEmpty() || from == null) {
      return;
    }
    List<byte[]> read = new ArrayList<>();
    byte[] rest = null;
    try (Cursor cursor = keys.scan(from, Keys.endOfSpace(Keys.DUE))) {
      while (rest == null && cursor.next()) {
        if (read.size() < Math.max(1, window / 2)) {
          read.add(cursor.key());
        } else {
          rest = cursor.key();
        }
      }
    }
    next.addAll(read); // A scan that fails has changed nothing.
    horizon = rest;
  }
}
