package dev.perdure.node.codec;

import java.io.OutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/**
 * A generator that writes one value after the other, each as bytes of its own: making one for each
 * value takes as long as writing a small one. Each thread but virtual ones, of which there may be
 * millions, keeps one. One whose writing failed is not used again.
 */
final class JsonWriter {
  /** One that has grown beyond this is not kept. */
  private static final int LARGEST_IDLE_BYTES = 64 << 10;

  /** Empty while the thread writes: what a value is read by may itself write another. */
  private static final ThreadLocal<@Nullable JsonWriter> IDLE = new ThreadLocal<>();

  private final Buffer buffer = new Buffer();
  private final JsonGenerator json;

  private JsonWriter(ObjectWriteContext order) {
    json = Json.FACTORY.createGenerator(order, buffer);
  }

  /** The bytes of a value in its form, and in the order of its own sets and maps. */
  static byte[] write(Form form, Object value) {
    boolean keeps = !Thread.currentThread().isVirtual();
    JsonWriter idle = keeps ? IDLE.get() : null;
    if (idle != null) IDLE.set(null);
    JsonWriter writer = idle == null ? new JsonWriter(ObjectWriteContext.empty()) : idle;
    byte[] bytes = writer.bytes(form, value);
    if (keeps && writer.buffer.bytes.length <= LARGEST_IDLE_BYTES) IDLE.set(writer);
    return bytes;
  }

  /** The bytes of a value, where equal sets and maps give equal ones. */
  static byte[] writeCanonically(Form form, Object value) {
    return new JsonWriter(Json.CANONICAL).bytes(form, value);
  }

  private byte[] bytes(Form form, Object value) {
    form.write(value, json);
    json.flush();
    return buffer.take();
  }

  /** Collects the bytes of one value. */
  private static final class Buffer extends OutputStream {
    private byte[] bytes = new byte[512];
    private int length;

    @Override
    public void write(int one) {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte @Nullable [] from, int offset, int count) {
      if (from == null) throw new IllegalArgumentException("no bytes");
      if (length + count > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + count));
      }
      System.arraycopy(from, offset, bytes, length, count);
      length += count;
    }

    byte[] take() {
      byte[] taken = Arrays.copyOf(bytes, length);
      length = 0;
      return taken;
    }
  }
}
