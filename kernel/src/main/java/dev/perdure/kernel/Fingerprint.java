package dev.perdure.kernel;

/**
 * 128 bits that stand for a request id in memory and in index keys. Whoever finds one compares the
 * whole id before it counts.
 */
record Fingerprint(long high, long low) {
  private static final int CHARS_PER_WORD = Long.SIZE / Character.SIZE;

  // The multipliers, rotations and addends of MurmurHash3's 128 bits.
  private static final long FACTOR_1 = 0x87C37B91114253D5L;
  private static final long FACTOR_2 = 0x4CF5AD432745937FL;

  /** Takes four characters at a time: each request comes by here. */
  static Fingerprint of(String id) {
    int length = id.length();
    long high = length;
    long low = ~length;
    int i = 0;
    while (i < length) {
      long word = 0;
      int end = Math.min(length, i + CHARS_PER_WORD);
      for (; i < end; i++) {
        word = word << Character.SIZE | id.charAt(i);
      }
      high ^= Long.rotateLeft(word * FACTOR_1, 31) * FACTOR_2;
      high = Long.rotateLeft(high, 27) * 5 + 0x52DCE729;
      low ^= Long.rotateLeft(word * FACTOR_2, 33) * FACTOR_1;
      low = Long.rotateLeft(low, 31) * 5 + 0x38495AB5;
    }
    return new Fingerprint(Hashes.mix(high + low), Hashes.mix(low));
  }
}
