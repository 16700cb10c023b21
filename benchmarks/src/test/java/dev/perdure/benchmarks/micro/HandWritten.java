package dev.perdure.benchmarks.micro;

import dev.perdure.kernel.spi.Codec.CodecException;
import dev.perdure.kernel.spi.Codec.ValueCodec;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What somebody would write who wants nothing but speed: no name, no version, no tag. */
abstract class HandWritten<T> implements ValueCodec<T> {

  @SuppressWarnings("unchecked") // Each is for the class that was asked for.
  static <T> ValueCodec<T> of(Class<T> type) {
    if (type.equals(Sample.State.class)) return (ValueCodec<T>) new OfState();
    if (type.equals(Sample.Add.class)) return (ValueCodec<T>) new OfAdd();
    if (type.equals(Long.class)) return (ValueCodec<T>) new OfLong();
    throw new IllegalArgumentException("nobody has written one for " + type);
  }

  abstract T read(ByteBuffer in);

  @Override
  public final T decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      T value = read(in);
      if (in.hasRemaining()) throw new CodecException("bytes are left");
      return value;
    } catch (BufferUnderflowException | NegativeArraySizeException e) {
      throw new CodecException("bytes are missing", e);
    }
  }

  static byte[] write(long number, String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(Long.BYTES + Integer.BYTES + utf8.length)
        .putLong(number)
        .putInt(utf8.length)
        .put(utf8)
        .array();
  }

  static String text(ByteBuffer in) {
    int length = in.getInt();
    if (length > in.remaining()) throw new CodecException("bytes are missing");
    byte[] utf8 = new byte[length];
    in.get(utf8);
    return new String(utf8, StandardCharsets.UTF_8);
  }

  private static final class OfState extends HandWritten<Sample.State> {
    @Override
    public byte[] encode(Sample.State value) {
      return write(value.sum(), value.padding());
    }

    @Override
    Sample.State read(ByteBuffer in) {
      return new Sample.State(in.getLong(), text(in));
    }
  }

  private static final class OfAdd extends HandWritten<Sample.Add> {
    @Override
    public byte[] encode(Sample.Add value) {
      return write(value.number(), value.to());
    }

    @Override
    Sample.Add read(ByteBuffer in) {
      return new Sample.Add(in.getLong(), text(in));
    }
  }

  private static final class OfLong extends HandWritten<Long> {
    @Override
    public byte[] encode(Long value) {
      return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    @Override
    Long read(ByteBuffer in) {
      return in.getLong();
    }
  }
}
