package dev.perdure.kernel;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes the kernel's own records: keys in byte order, values with variable-length numbers. Grows
 * as needed; used by one thread.
 */
final class ByteWriter {
  private byte[] bytes;
  private int length;

  ByteWriter() {
    this(64);
  }

  ByteWriter(int capacity) {
    bytes = new byte[capacity];
  }

  ByteWriter u8(int value) {
    room(1);
    bytes[length++] = (byte) value;
    return this;
  }

  /** Four bytes, big-endian: orders as an unsigned number. */
  ByteWriter u32(int value) {
    room(4);
    for (int shift = 24; shift >= 0; shift -= 8) {
      bytes[length++] = (byte) (value >>> shift);
    }
    return this;
  }

  /** Eight bytes, big-endian: orders as an unsigned number. */
  ByteWriter u64(long value) {
    room(8);
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes[length++] = (byte) (value >>> shift);
    }
    return this;
  }

  /** One to ten bytes, short for small numbers >= 0; does not order. */
  ByteWriter varint(long value) {
    room(varintLength(value));
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[length++] = (byte) ((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
    return this;
  }

  /** Bytes as they are, without a length. */
  ByteWriter raw(byte[] value) {
    room(value.length);
    System.arraycopy(value, 0, bytes, length, value.length);
    length += value.length;
    return this;
  }

  /** A length, then the bytes. */
  ByteWriter blob(byte[] value) {
    return varint(value.length).raw(value);
  }

  /** A length, then the text in UTF-8. */
  ByteWriter text(String value) {
    return blob(value.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Text as part of a key: orders as its UTF-8 bytes, a prefix before what it begins, whatever key
   * part follows. A zero byte inside becomes 00 FF, the end is 00 00.
   */
  ByteWriter keyText(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    room(utf8.length + 2);
    for (byte b : utf8) {
      u8(b);
      if (b == 0) {
        u8(0xFF);
      }
    }
    return u8(0).u8(0);
  }

  int length() {
    return length;
  }

  /** How many bytes {@link #varint} writes. */
  static int varintLength(long value) {
    return (Long.SIZE - 1 - Long.numberOfLeadingZeros(value | 1)) / 7 + 1;
  }

  /** What was written; without copying it when it is as long as was said at the beginning. */
  byte[] toBytes() {
    return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
  }

  private void room(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
