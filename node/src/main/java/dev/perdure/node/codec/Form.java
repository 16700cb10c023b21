package dev.perdure.node.codec;

import org.jspecify.annotations.Nullable;

/** Writes and reads the values of one shape. Immutable once made, and shared by all threads. */
abstract class Form {
  /** What is expected where this form reads, for error messages: {@code an instant such as ...}. */
  abstract String expected();

  /** Writes a value that is not {@link #absent}. */
  abstract void write(Object value, JsonOutput out);

  /** Reads the value whose first token is the current one; afterwards its last token is. */
  abstract Object read(JsonInput in);

  /** Whether a component with this value is left out. */
  boolean absent(@Nullable Object value) {
    return value == null;
  }

  /** What a component is when it is missing or null, if that is not simply null. */
  @Nullable Object missing() {
    return null;
  }

  /** Writes an element of a collection, where nothing can be left out. */
  void writeElement(@Nullable Object value, JsonOutput out) {
    if (value == null) {
      throw new EncodeFault(out, "a collection holds null; leave it out or use an Optional");
    }
    write(value, out);
  }

  /** Reads an element of a collection. */
  Object readElement(JsonInput in) {
    return read(in);
  }
}
