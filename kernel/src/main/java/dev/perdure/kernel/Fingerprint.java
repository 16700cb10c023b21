package dev.perdure.kernel;

/**
 * 128 bits that stand for a request id in memory and in index keys. Whoever finds one compares the
 * whole id before it counts.
 */
record Fingerprint(long high, long low) {
  static Fingerprint of(String id) {
    long high = 0x9E3779B97F4A7C15L;
    long low = 0xC2B2AE3D27D4EB4FL;
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      high = (high ^ c) * 0x100000001B3L;
      low = Long.rotateLeft(low ^ c * 0x9FB21C651E98DF25L, 23) * 0xFF51AFD7ED558CCDL;
    }
    return new Fingerprint(Hashes.mix(high), Hashes.mix(low + id.length()));
  }
}
