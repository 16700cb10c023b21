package dev.perdure.kernel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The younger request ids of a partition in memory: fingerprint to the number of the record that
 * remembers it, and whether it is answered, in the order of their records. 72 to 144 bytes an id,
 * no object: the arrays double, which is at its best when a window is a little less than a power of
 * two. Used by the partition alone.
 */
final class RequestIndex {
  private static final long NONE = 0;

  private long[] highs = new long[64];
  private long[] lows = new long[64];

  /** By slot: twice the number of the record, and one more while it is not answered. */
  private long[] records = new long[64];

  private int used;

  /** An id that leaves the index, and the record that remembers it last. */
  record Old(Fingerprint id, long recordNo, boolean answered) {}

  private long[] ring = new long[3 * 64];
  private int first;
  private int count;

  /** The record that remembers the id, or 0. */
  long find(Fingerprint id) {
    return records[slot(id)] >>> 1;
  }

  /** Remembers an id, or moves it to a later record. */
  void put(Fingerprint id, long recordNo, boolean answered) {
    long entry = recordNo << 1 | (answered ? 0 : 1);
    int slot = slot(id);
    if (records[slot] == NONE) {
      highs[slot] = id.high();
      lows[slot] = id.low();
      used++;
    }
    records[slot] = entry;
    append(id, entry);
    if (used * 2 > records.length) {
      grow();
    }
  }

  /** How many were put and not yet removed, ids that moved counted each time. */
  int size() {
    return count;
  }

  /** The record of the oldest. */
  long oldestRecord() {
    if (count == 0) {
      throw new IllegalStateException("empty");
    }
    return ring[3 * first + 2] >>> 1;
  }

  /** Removes the oldest; returns it unless a later record remembers the same id. */
  @Nullable Old removeOldest() {
    if (count == 0) {
      throw new IllegalStateException("empty");
    }
    long entry = ring[3 * first + 2];
    Fingerprint id = new Fingerprint(ring[3 * first], ring[3 * first + 1]);
    first = (first + 1) % (ring.length / 3);
    count--;
    int slot = slot(id);
    if (records[slot] != entry) {
      return null;
    }
    removeSlot(slot);
    return new Old(id, entry >>> 1, (entry & 1) == 0);
  }

  private int slot(Fingerprint id) {
    int mask = records.length - 1;
    int slot = (int) id.low() & mask;
    while (records[slot] != NONE && !(highs[slot] == id.high() && lows[slot] == id.low())) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  /**
   * Closes the gap by moving later entries of the same run back, so that no tombstone is needed.
   */
  private void removeSlot(int removed) {
    int mask = records.length - 1;
    int gap = removed;
    int slot = gap;
    records[gap] = NONE;
    used--;
    while (true) {
      slot = slot + 1 & mask;
      if (records[slot] == NONE) {
        return;
      }
      int home = (int) lows[slot] & mask;
      if ((slot - home & mask) >= (slot - gap & mask)) {
        highs[gap] = highs[slot];
        lows[gap] = lows[slot];
        records[gap] = records[slot];
        records[slot] = NONE;
        gap = slot;
      }
    }
  }

  private void grow() {
    long[] oldHighs = highs;
    long[] oldLows = lows;
    long[] oldRecords = records;
    int size = oldRecords.length * 2;
    highs = new long[size];
    lows = new long[size];
    records = new long[size];
    for (int i = 0; i < oldRecords.length; i++) {
      if (oldRecords[i] != NONE) {
        int slot = slot(new Fingerprint(oldHighs[i], oldLows[i]));
        highs[slot] = oldHighs[i];
        lows[slot] = oldLows[i];
        records[slot] = oldRecords[i];
      }
    }
  }

  private void append(Fingerprint id, long entry) {
    int capacity = ring.length / 3;
    if (count == capacity) {
      long[] larger = Arrays.copyOf(ring, ring.length * 2);
      // What stood before `first` goes behind the old end.
      System.arraycopy(ring, 0, larger, ring.length, 3 * first);
      ring = larger;
      capacity *= 2;
    }
    int at = 3 * ((first + count) % capacity);
    ring[at] = id.high();
    ring[at + 1] = id.low();
    ring[at + 2] = entry;
    count++;
  }
}
