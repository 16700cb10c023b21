package dev.perdure.kernel;

import dev.perdure.kernel.spi.Codec;
import dev.perdure.kernel.spi.Codec.ValueCodec;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Codecs for values whose type shows only when they are there: replies. A member of a sealed family
 * is written as one of the family, so that who reads it by the family's type can tell which it is.
 * Used by the partition alone.
 */
final class ReplyCodecs {
  private final Codec codec;
  private final Map<Class<?>, ValueCodec<Object>> codecs = new LinkedHashMap<>();

  ReplyCodecs(Codec codec) {
    this.codec = codec;
  }

  byte[] encode(Object value) {
    return codecs.computeIfAbsent(value.getClass(), this::codecOf).encode(value);
  }

  @SuppressWarnings("unchecked") // Only values of the class are given to the codec.
  private ValueCodec<Object> codecOf(Class<?> type) {
    return (ValueCodec<Object>) codec.of(familyOf(type));
  }

  private static Class<?> familyOf(Class<?> type) {
    Class<?> plain =
        Enum.class.isAssignableFrom(type) && !type.isEnum() ? type.getSuperclass() : type;
    for (Class<?> parent : plain.getInterfaces()) {
      if (parent.isSealed()) {
        return familyOf(parent);
      }
    }
    return plain;
  }
}
