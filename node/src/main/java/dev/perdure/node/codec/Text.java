package dev.perdure.node.codec;

/** Strings that can be written in UTF-8. */
final class Text {
  private Text() {}

  /** Whether every surrogate is one of a pair. */
  static boolean wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) continue;
      if (!Character.isHighSurrogate(c)
          || i + 1 == text.length()
          || !Character.isLowSurrogate(text.charAt(i + 1))) {
        return false;
      }
      i++;
    }
    return true;
  }
}
