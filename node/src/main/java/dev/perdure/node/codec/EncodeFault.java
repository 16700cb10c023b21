package dev.perdure.node.codec;

import tools.jackson.core.JsonGenerator;

/** A value cannot be written; caught by the codec, which says for which type. */
final class EncodeFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EncodeFault(JsonGenerator json, String what) {
    this(json.streamWriteContext().pathAsPointer().toString(), what);
  }

  EncodeFault(String pointer, String what) {
    super(pointer.isEmpty() ? what : pointer + ": " + what);
  }
}
