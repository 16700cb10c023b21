package dev.perdure.kernel;

import java.util.Arrays;

/**
 * How far a partition has run ahead of its commits: by how many step records, and by how much
 * memory these hold. Used by the partition alone.
 */
final class Ahead {
  private final int maxRecords;
  private final long maxBytes;

  /** What all records up to a number hold, for those on their way; by number modulo the length. */
  private long[] bytesUpTo = new long[64];

  private long published;
  private long committed;
  private long publishedBytes;
  private long committedBytes;

  /**
   * @param recordNo the last record, which is committed
   */
  Ahead(int maxRecords, long maxBytes, long recordNo) {
    this.maxRecords = maxRecords;
    this.maxBytes = maxBytes;
    published = recordNo;
    committed = recordNo;
  }

  /** The next record goes on its way. */
  void published(long bytes) {
    if (published - committed == bytesUpTo.length) {
      grow();
    }
    published++;
    publishedBytes += bytes;
    bytesUpTo[index(published)] = publishedBytes;
  }

  /** All records up to this one are durable. */
  void committed(long recordNo) {
    committedBytes = bytesUpTo[index(recordNo)];
    committed = recordNo;
  }

  private int index(long recordNo) {
    return (int) recordNo & bytesUpTo.length - 1;
  }

  private void grow() {
    long[] smaller = bytesUpTo;
    bytesUpTo = Arrays.copyOf(smaller, smaller.length * 2);
    for (long no = committed + 1; no <= published; no++) {
      bytesUpTo[index(no)] = smaller[(int) no & smaller.length - 1];
    }
  }

  long records() {
    return published - committed;
  }

  /** Whether no step may be begun before a commit completes. */
  boolean isFull() {
    return published - committed >= maxRecords || publishedBytes - committedBytes >= maxBytes;
  }
}
