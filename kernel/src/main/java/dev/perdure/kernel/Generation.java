package dev.perdure.kernel;

import java.util.Arrays;

/**
 * The request ids of some successive records of one bucket of time, in memory: fingerprint to the
 * number of the last of these records that remembers the id, and whether it is answered by then. 32
 * to 64 bytes an id, no object. Filled by its partition, and never changed once it is sealed.
 */
final class Generation {
  private static final long NONE = 0;
  private static final int SMALL = 64;
  private static final int NUMBERS = 3;

  private final int bucket;
  private final int usual;

  /**
   * Three numbers a slot, side by side for the processor's cache: the fingerprint, and twice the
   * number of the record, and one more while it is not answered. A slot follows from the upper bits
   * of the fingerprint, so that they stand nearly in order.
   */
  private long[] slots;

  private int capacity;
  private int size;
  private int unanswered;
  private long firstRecord;
  private long lastRecord;

  /**
   * @param bucket the bucket of its records
   * @param usual the room that it needs when all is as usual; it grows beyond as needed
   * @param isSmall whether it begins with less room
   */
  Generation(int bucket, int usual, boolean isSmall) {
    this.bucket = bucket;
    this.usual = usual;
    capacity = isSmall ? Math.min(usual, SMALL) : usual;
    slots = new long[NUMBERS * capacity];
  }

  /** One that takes the room over of another, which is not used any more. */
  Generation(int bucket, Generation worn) {
    this.bucket = bucket;
    usual = worn.usual;
    capacity = worn.capacity;
    slots = worn.slots;
    worn.slots = new long[0];
    Arrays.fill(slots, NONE);
  }

  int bucket() {
    return bucket;
  }

  /** How many slots it has. */
  int room() {
    return capacity;
  }

  /** How many ids. */
  int size() {
    return size;
  }

  /** How many of them are not answered, as far as its records say. */
  int unanswered() {
    return unanswered;
  }

  /** The first record with ids; 0 when there is none. */
  long firstRecord() {
    return firstRecord;
  }

  /** The last record with ids; 0 when there is none. */
  long lastRecord() {
    return lastRecord;
  }

  /** The record that remembers the id, or 0. */
  long find(long high, long low) {
    return slots[slot(high, low) + 2] >>> 1;
  }

  /** Remembers an id, or moves it to a later record. */
  void put(Fingerprint id, long recordNo, boolean answered) {
    int slot = slot(id.high(), id.low());
    long before = slots[slot + 2];
    if (before == NONE) {
      slots[slot] = id.high();
      slots[slot + 1] = id.low();
      size++;
    }
    slots[slot + 2] = recordNo << 1 | (answered ? 0 : 1);
    unanswered += (answered ? 0 : 1) - (int) (before & 1);
    if (firstRecord == 0) {
      firstRecord = recordNo;
    }
    lastRecord = recordNo;
    if (4 * (long) size > 3 * (long) capacity) {
      grow();
    }
  }

  /** Where the id stands, or may be put. */
  private int slot(long high, long low) {
    int slot = NUMBERS * (int) Math.unsignedMultiplyHigh(high, capacity);
    while (slots[slot + 2] != NONE && !(slots[slot] == high && slots[slot + 1] == low)) {
      slot = slot + NUMBERS == slots.length ? 0 : slot + NUMBERS;
    }
    return slot;
  }

  private void grow() {
    long[] old = slots;
    capacity = capacity < usual ? Math.min(2 * capacity, usual) : 2 * capacity;
    slots = new long[NUMBERS * capacity];
    for (int i = 0; i < old.length; i += NUMBERS) {
      if (old[i + 2] != NONE) {
        System.arraycopy(old, i, slots, slot(old[i], old[i + 1]), NUMBERS);
      }
    }
  }

  // ---- in order ------------------------------------------------------------------------------

  /** Where those stand that are answered, by fingerprint. */
  int[] answered() {
    int[] found = select(0, size - unanswered);
    // Nearly in order: each is within a run of taken slots from where it belongs, but for those
    // that went on from the last slot to the first.
    for (int i = 1; i < found.length; i++) {
      int moved = found[i];
      int k = i;
      for (; k > 0 && compare(found[k - 1], moved) > 0; k--) {
        found[k] = found[k - 1];
      }
      found[k] = moved;
    }
    return found;
  }

  /** Where those stand that are not answered, by record. */
  int[] unansweredByRecord() {
    return Arrays.stream(select(1, unanswered))
        .boxed()
        .sorted((one, other) -> Long.compare(slots[one + 2], slots[other + 2]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private int[] select(int mark, int number) {
    int[] found = new int[number];
    int used = 0;
    for (int slot = 0; slot < slots.length; slot += NUMBERS) {
      if (slots[slot + 2] != NONE && (slots[slot + 2] & 1) == mark) {
        found[used++] = slot;
      }
    }
    return found;
  }

  private int compare(int one, int other) {
    int order = Long.compareUnsigned(slots[one], slots[other]);
    return order == 0 ? Long.compareUnsigned(slots[one + 1], slots[other + 1]) : order;
  }

  /** The upper half of the fingerprint that stands there. */
  long high(int place) {
    return slots[place];
  }

  /** Its lower half. */
  long low(int place) {
    return slots[place + 1];
  }

  /** The record of the id that stands there. */
  long record(int place) {
    return slots[place + 2] >>> 1;
  }
}
