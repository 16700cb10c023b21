package dev.perdure.kernel;

import dev.perdure.kernel.spi.Store;
import dev.perdure.kernel.spi.Write;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Request ids on their way out of memory: they are loaded into the store as index keys, in the
 * bucket of time of the record that remembers them. When {@link #load} is done, the partition hears
 * of it by {@link Partition#loaded}, and lets go of them.
 *
 * <p>Filled by its partition, then used by one other thread.
 */
public final class OldIds {
  /** With the number of a record it marks that all up to there is loaded; behind all ids. */
  private static final long MARK = -1;

  private final int partition;
  private final TreeMap<Integer, Long> buckets = new TreeMap<>();

  /** Three numbers for each: its fingerprint, and its record; by record. */
  private long[] ids = new long[3 * 64];

  private int used;
  private long lastRecord;

  OldIds(int partition) {
    this.partition = partition;
  }

  /** Whose they are. */
  public int partition() {
    return partition;
  }

  void add(long high, long low, long recordNo, boolean answered) {
    lastRecord = recordNo;
    if (answered) {
      if (used == ids.length) {
        ids = Arrays.copyOf(ids, 2 * used);
      }
      ids[used] = high;
      ids[used + 1] = low;
      ids[used + 2] = recordNo;
      used += 3;
    }
  }

  /** The last record whose ids are among them; 0 when there is none. */
  long lastRecord() {
    return lastRecord;
  }

  /** Sets which buckets there are: each with the first of its records. */
  OldIds in(Map<Integer, Long> firstRecords) {
    buckets.putAll(firstRecords);
    return this;
  }

  /**
   * Loads them into the store of their partition; durable when it returns. It takes some
   * milliseconds, and none of the partition's time.
   *
   * @throws dev.perdure.kernel.spi.StoreException when not all could be loaded
   */
  public void load(Store store) {
    List<Write.Put> entries = new ArrayList<>(used / 3 + buckets.size());
    int from = 0;
    for (Map.Entry<Integer, Long> entry : buckets.entrySet()) {
      int bucket = entry.getKey();
      Map.Entry<Integer, Long> next = buckets.higherEntry(bucket);
      long last = next == null ? lastRecord : Math.min(lastRecord, next.getValue() - 1);
      int to = from;
      while (to < used && ids[to + 2] <= last) {
        to += 3;
      }
      if (entry.getValue() <= last) {
        addSorted(bucket, from, to, entries);
        entries.add(entry(bucket, MARK, last, last));
      }
      from = to;
    }
    store.load(partition, entries);
  }

  /** Adds what stands there by fingerprint, the last of each id. */
  private void addSorted(int bucket, int from, int to, List<Write.Put> entries) {
    int number = (to - from) / 3;
    int placeBits = Integer.SIZE - Integer.numberOfLeadingZeros(number);
    long placeMask = (1L << placeBits) - 1;
    // Sorted as numbers: the upper bits of the fingerprint, and the place in the lower ones.
    long[] order = new long[number];
    for (int i = 0; i < number; i++) {
      order[i] = ((ids[from + 3 * i] ^ Long.MIN_VALUE) & ~placeMask) | i;
    }
    Arrays.sort(order);
    int[] sorted = new int[number];
    for (int i = 0; i < number; i++) {
      sorted[i] = from + 3 * (int) (order[i] & placeMask);
      // Few agree in the upper bits.
      for (int k = i; k > 0 && compare(sorted[k - 1], sorted[k]) > 0; k--) {
        int moved = sorted[k];
        sorted[k] = sorted[k - 1];
        sorted[k - 1] = moved;
      }
    }
    for (int i = 0; i < number; i++) {
      int at = sorted[i];
      boolean isLastOfId = i + 1 == number || !isSameId(at, sorted[i + 1]);
      if (isLastOfId) {
        entries.add(entry(bucket, ids[at], ids[at + 1], ids[at + 2]));
      }
    }
  }

  private int compare(int one, int other) {
    int order = Long.compareUnsigned(ids[one], ids[other]);
    if (order == 0) {
      order = Long.compareUnsigned(ids[one + 1], ids[other + 1]);
    }
    return order == 0 ? Integer.compare(one, other) : order;
  }

  private boolean isSameId(int one, int other) {
    return ids[one] == ids[other] && ids[one + 1] == ids[other + 1];
  }

  private static Write.Put entry(int bucket, long high, long low, long recordNo) {
    byte[] value = new ByteWriter(10).varint(recordNo).toBytes();
    return new Write.Put(Keys.aged(bucket, new Fingerprint(high, low)), value);
  }

  /** Where marks of a bucket begin that are of this record or a later one. */
  static byte[] marks(int bucket, long recordNo) {
    return Keys.aged(bucket, new Fingerprint(MARK, recordNo));
  }
}
