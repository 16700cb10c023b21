package dev.perdure.kernel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The younger request ids of a partition in memory: fingerprint to the number of the record that
 * remembers it, and whether it is answered, in the order of their records. 72 to 144 bytes an id,
 * no object. Used by the partition alone.
 */
final class RequestIndex {
  private static final long NONE = 0;
  private static final int FIRST_CAPACITY = 64;

  /**
   * Three numbers a slot, side by side for the processor's cache: the fingerprint, and twice the
   * number of the record, and one more while it is not answered.
   */
  private long[] slots = new long[3 * FIRST_CAPACITY];

  private int mask = FIRST_CAPACITY - 1;
  private int used;

  /** The same three numbers for each id that was put, the oldest first, from {@code first} on. */
  private long[] ring = new long[3 * FIRST_CAPACITY];

  private int first;
  private int count;

  /** An id that leaves the index, and the record that remembers it last. */
  record Old(Fingerprint id, long recordNo, boolean answered) {}

  /** The record that remembers the id, or 0. */
  long find(Fingerprint id) {
    return slots[slot(id.high(), id.low()) + 2] >>> 1;
  }

  /** Remembers an id, or moves it to a later record. */
  void put(Fingerprint id, long recordNo, boolean answered) {
    long entry = recordNo << 1 | (answered ? 0 : 1);
    int slot = slot(id.high(), id.low());
    if (slots[slot + 2] == NONE) {
      slots[slot] = id.high();
      slots[slot + 1] = id.low();
      used++;
    }
    slots[slot + 2] = entry;
    append(id, entry);
    if (used * 2 > mask) {
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

  /**
   * Adds the oldest, those that moved to a later record among them.
   *
   * @param most of how many to look at; all of one record are
   * @param upTo the last record to look at
   */
  void oldest(int most, long upTo, OldIds oldest) {
    for (int i = 0; i < count; i++) {
      int at = 3 * ((first + i) % (ring.length / 3));
      long recordNo = ring[at + 2] >>> 1;
      if (recordNo > upTo || (i >= most && recordNo != oldest.lastRecord())) {
        break;
      }
      oldest.add(ring[at], ring[at + 1], recordNo, (ring[at + 2] & 1) == 0);
    }
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
    int slot = slot(id.high(), id.low());
    if (slots[slot + 2] != entry) {
      return null;
    }
    removeSlot(slot);
    return new Old(id, entry >>> 1, (entry & 1) == 0);
  }

  /** Where the id stands, or may be put. */
  private int slot(long high, long low) {
    int slot = 3 * ((int) low & mask);
    while (slots[slot + 2] != NONE && !(slots[slot] == high && slots[slot + 1] == low)) {
      slot = next(slot);
    }
    return slot;
  }

  private int next(int slot) {
    return slot == 3 * mask ? 0 : slot + 3;
  }

  /**
   * Closes the gap by moving later entries of the same run back, so that no tombstone is needed.
   */
  private void removeSlot(int removed) {
    int gap = removed;
    slots[gap + 2] = NONE;
    used--;
    for (int slot = next(gap); slots[slot + 2] != NONE; slot = next(slot)) {
      int home = (int) slots[slot + 1] & mask;
      if ((slot / 3 - home & mask) >= (slot / 3 - gap / 3 & mask)) {
        System.arraycopy(slots, slot, slots, gap, 3);
        slots[slot + 2] = NONE;
        gap = slot;
      }
    }
  }

  private void grow() {
    long[] old = slots;
    mask = 2 * mask + 1;
    slots = new long[3 * (mask + 1)];
    for (int i = 0; i < old.length; i += 3) {
      if (old[i + 2] != NONE) {
        System.arraycopy(old, i, slots, slot(old[i], old[i + 1]), 3);
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
