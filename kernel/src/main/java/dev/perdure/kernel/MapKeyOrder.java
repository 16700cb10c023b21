package dev.perdure.kernel;

import java.util.Arrays;
import java.util.Comparator;

/** The order in which durable maps iterate: for models of them outside the kernel. */
public final class MapKeyOrder {
  private MapKeyOrder() {}

  /**
   * The order of the keys of a class: that of their encoded bytes, with the constants of enums
   * called as in the code.
   *
   * @throws IllegalArgumentException when maps cannot have such keys
   */
  @SuppressWarnings("unchecked") // What is compared as a K is one of the class for K.
  public static <K> Comparator<K> of(Class<? super K> keys) {
    KeyCodec<K> codec = (KeyCodec<K>) OrderedKeys.of(keys, Enum::name);
    return (one, other) -> Arrays.compareUnsigned(bytes(codec, one), bytes(codec, other));
  }

  private static <K> byte[] bytes(KeyCodec<K> codec, K key) {
    ByteWriter to = new ByteWriter();
    codec.encode(key, to);
    return to.toBytes();
  }
}
