package dev.perdure.node.codec;

/** A value cannot be written; caught by the codec, which says for which type. */
final class EncodeFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EncodeFault(JsonOutput out, String what) {
    this(out.pointer(), what);
  }

  EncodeFault(String pointer, String what) {
    super(pointer.isEmpty() ? what : pointer + ": " + what);
  }
}
