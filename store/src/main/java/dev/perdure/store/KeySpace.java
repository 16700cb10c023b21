package dev.perdure.store;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * What the seam asks of keys and ranges: a key names its space first, no range leaves its space.
 */
final class KeySpace {
  /** Keys that are changed over and over, and hardly scanned: the machines' records. */
  static final byte HOT = 's';

  private KeySpace() {}

  static boolean isHot(byte space) {
    return space == HOT;
  }

  /** The space that {@code key} lies in. */
  static byte of(byte[] key) {
    if (key.length == 0) {
      throw new IllegalArgumentException("a key is empty; its first byte must name its key space");
    }
    return key[0];
  }

  /**
   * The space that the range from {@code from} (inclusive) to {@code to} (exclusive) lies in.
   *
   * @throws IllegalArgumentException when the range reaches into another space
   */
  static byte of(byte[] from, byte[] to) {
    byte space = of(from);
    boolean within = of(to) == space || (to.length == 1 && to[0] == (byte) (space + 1));
    if (!within && Arrays.compareUnsigned(from, to) < 0) {
      throw new IllegalArgumentException(
          "the range " + hex(from) + " to " + hex(to) + " crosses key spaces; split it");
    }
    return space;
  }

  static String hex(byte[] key) {
    return HexFormat.of().formatHex(key);
  }
}
