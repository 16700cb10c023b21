package dev.perdure.node.codec;

/**
 * What a caller outside sent is no such event. Holds what a problem report (RFC 9457) needs, and
 * nothing of the inside: no class of a library, no stack.
 */
public final class IngressException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String pointer;
  private final String expected;
  private final String found;

  IngressException(String event, DecodeFault fault) {
    this(event, fault.pointer(), fault.expected(), fault.found());
  }

  IngressException(String event, String pointer, String expected, String found) {
    super(
        "%s%s: expected %s, found %s"
            .formatted(event, pointer.isEmpty() ? "" : " at " + pointer, expected, found));
    this.pointer = pointer;
    this.expected = expected;
    this.found = found;
  }

  /** The place in the body as a JSON pointer (RFC 6901); empty for the body as a whole. */
  public String pointer() {
    return pointer;
  }

  /** What should be there, for people. */
  public String expected() {
    return expected;
  }

  /** What is there, for people. */
  public String found() {
    return found;
  }
}
