package dev.perdure.kernel.spi;

/**
 * Turns values into bytes and back. Members of sealed families are told apart by their durable
 * names, never by class names. Used by every partition at once: implementations are thread-safe.
 */
public interface Codec {
  /**
   * The codec for values whose static type is {@code type}: a record, a sealed family, an enum, a
   * string, a boxed primitive, or another scalar. Made once when a node is opened; a type that
   * cannot be written and read back is refused here.
   *
   * @throws IllegalArgumentException naming the type, the component and what to do
   */
  <T> ValueCodec<T> of(Class<T> type);

  /**
   * What a constant is called in the keys of durable maps: its durable name, the same that {@link
   * #of} writes.
   */
  default String nameOf(Enum<?> constant) {
    return constant.name();
  }

  /** Both directions for one type. */
  interface ValueCodec<T> {
    /**
     * A value as bytes.
     *
     * @throws CodecException when this value cannot be written
     */
    byte[] encode(T value);

    /**
     * What {@link #encode} wrote, by this or an earlier version of the type.
     *
     * @throws CodecException when the bytes are of no shape that the type knows
     */
    T decode(byte[] bytes);

    /**
     * Bytes that are equal for equal values, whatever order their sets and maps iterate in: by
     * these a retried request is known as the same request.
     *
     * @param encoded what {@link #encode} wrote
     */
    default byte[] canonical(byte[] encoded) {
      return encoded;
    }
  }

  /** A value or its bytes are not of the shape that its type promises. */
  final class CodecException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CodecException(String message) {
      super(message);
    }

    public CodecException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
