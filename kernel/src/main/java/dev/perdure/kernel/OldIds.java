package dev.perdure.kernel;

import dev.perdure.kernel.spi.Store;
import dev.perdure.kernel.spi.Write;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;

/**
 * Request ids on their way out of memory: generations of them are loaded into the store as index
 * keys, in the bucket of time of their records. When {@link #load} is done, the partition hears of
 * it by {@link Partition#loaded}, and lets go of them.
 *
 * <p>Made by its partition, then used by one other thread; the generations are sealed.
 */
public final class OldIds {
  /** With the number of a record it marks that all up to there is loaded; behind all ids. */
  private static final long MARK = -1;

  private static final int NUMBERS = 3;

  private final int partition;
  private final List<Generation> generations;

  /**
   * @param generations of one bucket, successive, the oldest first; at least one
   */
  OldIds(int partition, List<Generation> generations) {
    this.partition = partition;
    this.generations = generations;
  }

  /** Whose they are. */
  public int partition() {
    return partition;
  }

  /** The last record whose ids are among them. */
  long lastRecord() {
    return generations.getLast().lastRecord();
  }

  /**
   * Loads those that are answered into the store of their partition; durable when it returns. It
   * takes some milliseconds, and none of the partition's time.
   *
   * @throws dev.perdure.kernel.spi.StoreException when not all could be loaded
   */
  public void load(Store store) {
    store.load(partition, new Entries(generations));
  }

  /** Where the mark is that ids of a bucket are loaded up to a record. */
  static byte[] mark(int bucket, long recordNo) {
    return Keys.aged(bucket, MARK, recordNo);
  }

  /** The entries by key, made as they are read; the last one is the mark. */
  private static final class Entries extends AbstractList<Write.Put> {
    private final int bucket;
    private final long lastRecord;

    /** Three numbers for each id: its fingerprint, and its record. */
    private final long[] ids;

    private int used;

    Entries(List<Generation> generations) {
      bucket = generations.getLast().bucket();
      lastRecord = generations.getLast().lastRecord();
      int most = 0;
      List<Ordered> heads = new ArrayList<>();
      for (Generation generation : generations) {
        Ordered ordered = new Ordered(generation);
        most += ordered.left();
        if (ordered.left() > 0) {
          heads.add(ordered);
        }
      }
      ids = new long[NUMBERS * most];
      while (!heads.isEmpty()) {
        Ordered least = heads.getFirst();
        for (Ordered head : heads) {
          if (head.isBefore(least)) {
            least = head;
          }
        }
        add(least);
        if (!least.next()) {
          heads.remove(least);
        }
      }
    }

    /** Of ids that are alike the youngest comes last, and is the one that counts. */
    private void add(Ordered next) {
      boolean isAgain = used > 0 && ids[used - 3] == next.high && ids[used - 2] == next.low;
      int at = isAgain ? used - NUMBERS : used;
      ids[at] = next.high;
      ids[at + 1] = next.low;
      ids[at + 2] = next.record();
      used = at + NUMBERS;
    }

    @Override
    public Write.Put get(int index) {
      int at = NUMBERS * index;
      byte[] key = at == used ? mark(bucket, lastRecord) : Keys.aged(bucket, ids[at], ids[at + 1]);
      long recordNo = at == used ? lastRecord : ids[at + 2];
      return new Write.Put(key, new ByteWriter(10).varint(recordNo).toBytes());
    }

    @Override
    public int size() {
      return used / NUMBERS + 1;
    }
  }

  /** The ids of a generation that are answered, one after the other by fingerprint. */
  private static final class Ordered {
    private final Generation generation;
    private final int[] places;
    private int at;
    private long high;
    private long low;

    Ordered(Generation generation) {
      this.generation = generation;
      this.places = generation.answered();
      at = -1;
      next();
    }

    int left() {
      return places.length - at;
    }

    boolean next() {
      if (++at == places.length) {
        return false;
      }
      high = generation.high(places[at]);
      low = generation.low(places[at]);
      return true;
    }

    long record() {
      return generation.record(places[at]);
    }

    boolean isBefore(Ordered other) {
      int order = Long.compareUnsigned(high, other.high);
      return order < 0 || (order == 0 && Long.compareUnsigned(low, other.low) < 0);
    }
  }
}
