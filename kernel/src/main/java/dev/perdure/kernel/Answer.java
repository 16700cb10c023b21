package dev.perdure.kernel;

import dev.perdure.Outcome.Cause;

/** What comes back for a request, an ask or an activity call. */
public sealed interface Answer {
  /** The event is durable and has no reply of its own. */
  record Accepted() implements Answer {}

  /** A reply or result, encoded. */
  record Value(byte[] bytes) implements Answer {}

  /** A definite no. */
  record No(Cause cause, String reason) implements Answer {}

  /** Out of patience: it may have been done. */
  record Unknown(String reason) implements Answer {}

  /** Nothing was done, and the same request may come again: a bound was reached. */
  record Overloaded(String where) implements Answer {}

  /** Nothing was done: the request id stands for another event or machine. */
  record IdReused() implements Answer {}

  /** Whether it is the lasting answer of a request id. */
  default boolean lasting() {
    return switch (this) {
      case Accepted _, Value _, No _, Unknown _ -> true;
      case Overloaded _, IdReused _ -> false;
    };
  }

  /** About how much memory it takes. */
  default int size() {
    return this instanceof Value(var bytes) ? bytes.length : 0;
  }

  /** The lasting answers as bytes. */
  default void write(ByteWriter to) {
    switch (this) {
      case Accepted _ -> to.u8(0);
      case Value(var bytes) -> to.u8(1).blob(bytes);
      case No(var cause, var reason) -> to.u8(2).text(cause.name()).text(reason);
      case Unknown(var reason) -> to.u8(3).text(reason);
      case Overloaded _, IdReused _ ->
          throw new IllegalStateException("not a lasting answer: " + this);
    }
  }

  /** Goes past what {@link #write} wrote. */
  static void skip(ByteReader from) {
    int kind = from.u8();
    switch (kind) {
      case 0 -> {}
      case 1, 3 -> from.skipBlob();
      case 2 -> {
        from.skipBlob();
        from.skipBlob();
      }
      default -> throw unknownKind(kind);
    }
  }

  /** What {@link #write} wrote. */
  static Answer read(ByteReader from) {
    int kind = from.u8();
    return switch (kind) {
      case 0 -> new Accepted();
      case 1 -> new Value(from.blob());
      case 2 -> new No(Cause.valueOf(from.text()), from.text());
      case 3 -> new Unknown(from.text());
      default -> throw unknownKind(kind);
    };
  }

  private static IllegalStateException unknownKind(int kind) {
    return new IllegalStateException("damaged record: answer of kind " + kind);
  }
}
