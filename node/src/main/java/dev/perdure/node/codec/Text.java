package dev.perdure.node.codec;

/** Strings that can be written in UTF-8. */
final class Text {
  private Text() {}

  /** Whether every surrogate is one of a pair. */
  static boolean wellFormed(String text) {
    boolean half = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (half != Character.isLowSurrogate(c)) return false;
      half = Character.isHighSurrogate(c);
    }
    return !half;
  }
}
