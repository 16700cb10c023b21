package dev.perdure.node.codec;

/**
 * JSON is not what the shape expects; caught by the codec or the ingress. Without a stack trace:
 * wrong input is nothing unusual at the ingress, and the place that matters is in the JSON.
 */
final class DecodeFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String pointer;
  private final String expected;
  private final String found;

  /**
   * @param pointer the place as a JSON pointer, empty for the whole
   * @param expected what should be there
   * @param found what is there
   */
  DecodeFault(String pointer, String expected, String found) {
    super(
        (pointer.isEmpty() ? "" : pointer + ": ") + "expected " + expected + ", found " + found,
        null,
        false,
        false);
    this.pointer = pointer;
    this.expected = expected;
    this.found = found;
  }

  String pointer() {
    return pointer;
  }

  String expected() {
    return expected;
  }

  String found() {
    return found;
  }
}
