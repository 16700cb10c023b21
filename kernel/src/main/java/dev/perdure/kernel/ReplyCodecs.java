package dev.perdure.kernel;

import dev.perdure.kernel.spi.Codec;
import dev.perdure.kernel.spi.Codec.ValueCodec;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
    if (!plain.isRecord() && !plain.isEnum()) {
      return plain; // A scalar: what it implements is not its family.
    }
    Class<?> family = plain;
    for (Class<?> parent = sealedParent(plain); parent != null; parent = sealedParent(parent)) {
      family = parent;
    }
    return family;
  }

  private static @Nullable Class<?> sealedParent(Class<?> type) {
    for (Class<?> parent : type.getInterfaces()) {
      if (parent.isSealed()) {
        return parent;
      }
    }
    return null;
  }
}
