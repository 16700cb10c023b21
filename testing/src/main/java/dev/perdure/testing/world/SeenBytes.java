package dev.perdure.testing.world;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Bytes that were seen, as far back as a small table reaches: each takes the place of the one that
 * had its slot. They are told apart by a hash of 64 bits.
 */
final class SeenBytes {
  private static final int SLOT_BITS = 13;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Odd, with its bits spread: the golden ratio's. */
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  private final long[] hashes = new long[1 << SLOT_BITS];

  /** Whether they are new, or were forgotten. */
  boolean add(byte[] bytes) {
    long hash = hash(bytes);
    int slot = (int) (hash >>> (Long.SIZE - SLOT_BITS));
    if (hashes[slot] == hash) {
      return false;
    }
    hashes[slot] = hash;
    return true;
  }

  /** Never 0, which is what an empty slot has. */
  private static long hash(byte[] bytes) {
    long hash = bytes.length;
    int at = 0;
    for (; at + Long.BYTES <= bytes.length; at += Long.BYTES) {
      hash = with(hash, (long) LONGS.get(bytes, at));
    }
    for (; at < bytes.length; at++) {
      hash = with(hash, bytes[at]);
    }
    return hash | 1;
  }

  private static long with(long hash, long next) {
    long mixed = (hash ^ next) * MULTIPLIER;
    return mixed ^ (mixed >>> 32);
  }
}
