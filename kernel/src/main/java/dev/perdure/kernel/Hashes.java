package dev.perdure.kernel;

import java.util.List;

/** Hashes that are the same in every process and version: what is stored may depend on them. */
final class Hashes {
  private Hashes() {}

  /** Spreads the bits of a number (the finaliser of MurmurHash3). */
  static long mix(long value) {
    long h = value;
    h = (h ^ (h >>> 33)) * 0xFF51AFD7ED558CCDL;
    h = (h ^ (h >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return h ^ (h >>> 33);
  }

  /** A hash of text (FNV-1a over its characters, spread). */
  static long of(String text) {
    return mix(add(0xCBF29CE484222325L, text));
  }

  /** A hash of texts and bytes, and of where one ends and the next begins. */
  static long of(List<String> texts, byte[] bytes) {
    long h = 0xCBF29CE484222325L;
    for (String text : texts) {
      h = (add(h, text) ^ text.length()) * 0x100000001B3L;
    }
    for (byte b : bytes) {
      h = (h ^ (b & 0xFF)) * 0x100000001B3L;
    }
    return mix(h);
  }

  private static long add(long hash, String text) {
    long h = hash;
    for (int i = 0; i < text.length(); i++) {
      h = (h ^ text.charAt(i)) * 0x100000001B3L;
    }
    return h;
  }
}
