package dev.perdure.benchmarks.rsm;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A message in an outbox.
 *
 * @param number its place in the outbox
 * @param tag its number among all that its sender has sent to its receiver: 1, 2, 3 without a gap
 */
record Parcel(long number, String to, long tag, byte[] event) {

  /** All but the number, which is in the key. */
  byte[] toBytes() {
    byte[] name = Keys.bytes(to);
    return ByteBuffer.allocate(Long.BYTES + Integer.BYTES + name.length + event.length)
        .putLong(tag)
        .putInt(name.length)
        .put(name)
        .put(event)
        .array();
  }

  static Parcel read(long number, byte[] value) {
    ByteBuffer in = ByteBuffer.wrap(value);
    long tag = in.getLong();
    byte[] name = new byte[in.getInt()];
    in.get(name);
    byte[] event = new byte[in.remaining()];
    in.get(event);
    return new Parcel(number, new String(name, StandardCharsets.UTF_8), tag, event);
  }
}
