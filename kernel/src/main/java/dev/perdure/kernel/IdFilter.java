package dev.perdure.kernel;

import java.util.Arrays;

/**
 * Says of most request ids that are new that they are not among those remembered of late, so that
 * nobody has to look for them. Covers them in two generations of bounded size; the older one is
 * dropped when the younger is full. Used by the partition alone.
 *
 * <p>A Bloom filter whose bits for one id lie side by side, those of both generations in one line
 * of the processor's cache (Putze, Sanders, Singler: Cache-, Hash- and Space-Efficient Bloom
 * Filters, 2007): about one new id in three hundred is looked for in vain.
 */
final class IdFilter {
  private static final int BITS_PER_ID = 16;

  /** Of one generation: a block has twice as many. */
  private static final int LONGS_PER_HALF = 4;

  private static final int LONGS_PER_BLOCK = 2 * LONGS_PER_HALF;
  private static final int BITS_PER_HALF = LONGS_PER_HALF * Long.SIZE;
  private static final int PROBES = 6;

  /** A bit of a half. */
  private static final int PROBE_BITS = 8;

  private final int capacity;
  private final int blocks;
  private long[] bits = new long[0];

  /** Where in a block the younger generation is: 0 or {@link #LONGS_PER_HALF}. */
  private int young;

  /** Ids in the younger generation. */
  private int added;

  private long youngFrom;
  private long coveredFrom;

  /**
   * @param capacity of how many ids a generation is
   */
  IdFilter(int capacity) {
    this.capacity = capacity;
    blocks = (int) Math.max(1, (long) capacity * BITS_PER_ID / BITS_PER_HALF);
  }

  /** Begins with the ids of this record; those of earlier ones are not covered. */
  void begin(long recordNo) {
    youngFrom = recordNo;
    coveredFrom = recordNo;
  }

  /** The first record whose ids are all in it. */
  long coveredFrom() {
    return coveredFrom;
  }

  /** Adds an id of a record that is not before the last one. */
  void add(Fingerprint id, long recordNo) {
    if (bits.length == 0) {
      bits = new long[blocks * LONGS_PER_BLOCK];
    }
    int half = block(id) + young;
    boolean isNew = false;
    long probes = id.low();
    for (int i = 0; i < PROBES; i++, probes >>>= PROBE_BITS) {
      int at = half + word(probes);
      isNew |= (bits[at] & 1L << probes) == 0;
      bits[at] |= 1L << probes;
    }
    if (isNew && ++added == capacity) {
      coveredFrom = youngFrom;
      youngFrom = recordNo + 1; // Others of this record may be in either.
      added = 0;
      young = LONGS_PER_HALF - young;
      for (int at = young; at < bits.length; at += LONGS_PER_BLOCK) {
        Arrays.fill(bits, at, at + LONGS_PER_HALF, 0);
      }
    }
  }

  /** False when the id was not added, as far as the filter covers. */
  boolean mayHave(Fingerprint id) {
    if (bits.length == 0) {
      return false;
    }
    int block = block(id);
    boolean first = true;
    boolean second = true;
    long probes = id.low();
    for (int i = 0; i < PROBES && (first || second); i++, probes >>>= PROBE_BITS) {
      int at = block + word(probes);
      first &= (bits[at] & 1L << probes) != 0;
      second &= (bits[at + LONGS_PER_HALF] & 1L << probes) != 0;
    }
    return first || second;
  }

  private static int word(long probes) {
    return (int) (probes >>> 6) & LONGS_PER_HALF - 1;
  }

  private int block(Fingerprint id) {
    return LONGS_PER_BLOCK * (int) Math.unsignedMultiplyHigh(id.high(), blocks);
  }
}
