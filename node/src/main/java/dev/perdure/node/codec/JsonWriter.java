package dev.perdure.node.codec;

import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/**
 * A generator that writes one value after the other, each as bytes of its own: making one for each
 * value takes as long as writing a small one. Used by one thread at a time; one whose writing
 * failed is not used again.
 */
final class JsonWriter {
  /** More threads than this that write at once make some of theirs anew. */
  private static final int MOST_IDLE = 16;

  /** One that has grown beyond this is not kept. */
  private static final int LARGEST_IDLE_BYTES = 64 << 10;

  private static final ConcurrentLinkedQueue<JsonWriter> IDLE = new ConcurrentLinkedQueue<>();
  private static final AtomicInteger IDLE_COUNT = new AtomicInteger();

  private final Buffer buffer = new Buffer();
  private final JsonGenerator json;

  private JsonWriter(ObjectWriteContext order) {
    json = Json.FACTORY.createGenerator(order, buffer);
  }

  /** The bytes of a value in its form, and in the order of its own sets and maps. */
  static byte[] write(Form form, Object value) {
    JsonWriter idle = IDLE.poll();
    if (idle != null) {
      IDLE_COUNT.decrementAndGet();
    }
    JsonWriter writer = idle == null ? new JsonWriter(ObjectWriteContext.empty()) : idle;
    byte[] bytes = writer.bytes(form, value);
    if (writer.buffer.bytes.length <= LARGEST_IDLE_BYTES) {
      if (IDLE_COUNT.incrementAndGet() <= MOST_IDLE) {
        IDLE.add(writer);
      } else {
        IDLE_COUNT.decrementAndGet();
      }
    }
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
