package dev.perdure.node.codec;

/** Strings: whether they can be written in UTF-8, and how long they are. */
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

  /** The text, or as much of it as is allowed, with dots behind. */
  static String cut(String text, int maxChars) {
    if (text.length() <= maxChars) return text;
    int end = Character.isHighSurrogate(text.charAt(maxChars - 1)) ? maxChars - 1 : maxChars;
    return text.substring(0, end) + "...";
  }
}
