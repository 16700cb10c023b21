package dev.perdure.kernel;

import dev.perdure.kernel.spi.Codec;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** Strings and whole numbers as text; refuses everything else. */
final class TextCodec implements Codec {
  @Override
  public <T> ValueCodec<T> of(Class<T> type) {
    if (type == String.class) {
      return new Texts<>(text -> type.cast(text));
    } else if (type == Integer.class) {
      return new Texts<>(text -> type.cast(Integer.valueOf(text)));
    } else if (type == Long.class) {
      return new Texts<>(text -> type.cast(Long.valueOf(text)));
    }
    throw new IllegalArgumentException(type.getTypeName() + " is neither text nor a whole number");
  }

  private record Texts<T>(Function<String, T> reading) implements ValueCodec<T> {
    @Override
    public byte[] encode(T value) {
      return value.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public T decode(byte[] bytes) {
      try {
        return reading.apply(new String(bytes, StandardCharsets.UTF_8));
      } catch (NumberFormatException e) {
        throw new CodecException("no whole number", e);
      }
    }
  }
}
