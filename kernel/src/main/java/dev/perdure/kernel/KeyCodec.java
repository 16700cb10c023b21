package dev.perdure.kernel;

/**
 * Writes the keys of durable maps so that their bytes order as the keys do, and reads them back.
 * The bytes say themselves where they end, whatever follows: of two different keys of one codec
 * neither begins with the other. Made once for each class by {@link OrderedKeys#of}; immutable.
 */
interface KeyCodec<K> {
  /**
   * Writes a key.
   *
   * @throws IllegalArgumentException when this key cannot be written, naming the component at fault
   */
  void encode(K key, ByteWriter to);

  /**
   * Reads a key, up to its end and no further.
   *
   * @throws IllegalStateException when the bytes are no key of this class
   */
  K decode(ByteReader from);
}
