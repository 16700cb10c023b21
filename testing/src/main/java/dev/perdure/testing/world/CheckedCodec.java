package dev.perdure.testing.world;

import dev.perdure.kernel.spi.Codec;
import dev.perdure.testing.Violation;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A codec that reads back what it writes, and fails the run when that is another value. Bytes that
 * were read back lately are not again, in this run or a later one; the first run of a codec reads
 * back all that it writes, so that what a seed finds it finds alone.
 */
public final class CheckedCodec implements Codec {
  private final Codec codec;
  private final Map<Class<?>, ValueCodec<?>> made = new LinkedHashMap<>();

  public CheckedCodec(Codec codec) {
    this.codec = codec;
  }

  @Override
  @SuppressWarnings("unchecked") // The codec under a class is the one for that class.
  public <T> ValueCodec<T> of(Class<T> type) {
    ValueCodec<T> known = (ValueCodec<T>) made.get(type);
    if (known == null) {
      known = new Checked<>(type, codec.of(type));
      made.put(type, known);
    }
    return known;
  }

  /** A value as bytes, not read back: it was when it was written first. */
  @SuppressWarnings("unchecked") // A value is of its own class.
  byte[] again(Object value) {
    return ((Checked<Object>) of((Class<Object>) value.getClass())).codec.encode(value);
  }

  @Override
  public String nameOf(Enum<?> constant) {
    return codec.nameOf(constant);
  }

  private static final class Checked<T> implements ValueCodec<T> {
    private final Class<T> type;
    private final ValueCodec<T> codec;

    private final SeenBytes seen = new SeenBytes();

    Checked(Class<T> type, ValueCodec<T> codec) {
      this.type = type;
      this.codec = codec;
    }

    @Override
    public byte[] encode(T value) {
      byte[] bytes = codec.encode(value);
      if (seen.add(bytes)) {
        check(value, bytes);
      }
      return bytes;
    }

    private void check(T value, byte[] bytes) {
      T back;
      try {
        back = codec.decode(bytes);
      } catch (CodecException e) {
        throw new Violation(
            "codec: a %s is written and cannot be read back: %s"
                .formatted(type.getTypeName(), value),
            e);
      }
      if (!SameValue.same(value, back) || !Arrays.equals(bytes, codec.encode(back))) {
        throw new Violation(
            "codec: a %s is written as %s and comes back as %s"
                .formatted(type.getTypeName(), value, back));
      }
    }

    @Override
    public T decode(byte[] bytes) {
      return codec.decode(bytes);
    }

    @Override
    public byte[] canonical(byte[] encoded) {
      return codec.canonical(encoded);
    }
  }
}
