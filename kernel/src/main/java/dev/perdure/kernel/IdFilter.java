package dev.perdure.kernel;

/**
 * Says of most request ids that are new that they are not among those loaded into the store, so
 * that nobody has to look there. Covers the records of late in two generations of bounded size; the
 * older one is dropped when the younger is full. Used by the partition alone.
 *
 * <p>A Bloom filter whose bits for one id lie in one line of the processor's cache (Putze, Sanders,
 * Singler: Cache-, Hash- and Space-Efficient Bloom Filters, 2007): about one new id in a hundred is
 * looked for in vain.
 */
final class IdFilter {
  private static final int BITS_PER_ID = 12;
  private static final int BITS_PER_BLOCK = 512;
  private static final int LONGS_PER_BLOCK = BITS_PER_BLOCK / Long.SIZE;
  private static final int PROBES = 6;

  /** A bit of a block. */
  private static final int PROBE_BITS = 9;

  private final int capacity;
  private final int blocks;
  private long[] young = new long[0];
  private long[] old = new long[0];
  private int added;
  private long youngFrom;
  private long coveredFrom;

  /**
   * @param capacity of how many ids a generation is
   */
  IdFilter(int capacity) {
    this.capacity = capacity;
    blocks = (int) Math.max(1, (long) capacity * BITS_PER_ID / BITS_PER_BLOCK);
  }

  /** Begins with the ids of this record; those of earlier ones are not covered. */
  void begin(long recordNo) {
    youngFrom = recordNo;
    coveredFrom = recordNo;
  }

  /** The first record whose ids were all added, if they left memory. */
  long coveredFrom() {
    return coveredFrom;
  }

  /** Adds an id of a record that is not before the last one. */
  void add(Fingerprint id, long recordNo) {
    if (added == 0) {
      young = new long[blocks * LONGS_PER_BLOCK];
    }
    int block = block(id);
    long bits = id.low();
    for (int i = 0; i < PROBES; i++, bits >>>= PROBE_BITS) {
      young[block + (int) (bits >>> 6 & LONGS_PER_BLOCK - 1)] |= 1L << bits;
    }
    if (++added == capacity) {
      old = young;
      coveredFrom = youngFrom;
      youngFrom = recordNo + 1; // Others of this record may be in either.
      added = 0;
    }
  }

  /** False when the id was not added, as far as the filter covers. */
  boolean mayHave(Fingerprint id) {
    return (added > 0 && has(young, id)) || (old.length > 0 && has(old, id));
  }

  private boolean has(long[] generation, Fingerprint id) {
    int block = block(id);
    long bits = id.low();
    for (int i = 0; i < PROBES; i++, bits >>>= PROBE_BITS) {
      if ((generation[block + (int) (bits >>> 6 & LONGS_PER_BLOCK - 1)] & 1L << bits) == 0) {
        return false;
      }
    }
    return true;
  }

  private int block(Fingerprint id) {
    return LONGS_PER_BLOCK * (int) Math.unsignedMultiplyHigh(id.high(), blocks);
  }
}
