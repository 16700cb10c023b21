package dev.perdure.kernel;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads what {@link ByteWriter} wrote. Reading past the end means damaged bytes: {@link
 * IllegalStateException}.
 */
final class ByteReader {
  private final byte[] bytes;
  private int at;

  ByteReader(byte[] bytes) {
    this(bytes, 0);
  }

  ByteReader(byte[] bytes, int from) {
    this.bytes = bytes;
    this.at = from;
  }

  int u8() {
    need(1);
    return bytes[at++] & 0xFF;
  }

  int u32() {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      value = value << 8 | u8();
    }
    return value;
  }

  long u64() {
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = value << 8 | u8();
    }
    return value;
  }

  long varint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int b = u8();
      value |= (long) (b & 0x7F) << shift;
      if (b < 0x80) {
        return value;
      }
    }
    throw new IllegalStateException("damaged record: a number of more than ten bytes at " + at);
  }

  byte[] raw(int count) {
    need(count);
    at += count;
    return Arrays.copyOfRange(bytes, at - count, at);
  }

  byte[] blob() {
    return raw(Math.toIntExact(varint()));
  }

  /** Goes past a {@link #blob} or a {@link #text}. */
  void skipBlob() {
    int count = Math.toIntExact(varint());
    need(count);
    at += count;
  }

  String text() {
    int count = Math.toIntExact(varint());
    need(count);
    at += count;
    return new String(bytes, at - count, count, StandardCharsets.UTF_8);
  }

  String keyText() {
    ByteWriter utf8 = new ByteWriter();
    while (true) {
      int b = u8();
      if (b != 0) {
        utf8.u8(b);
      } else if (u8() == 0xFF) {
        utf8.u8(0);
      } else {
        return new String(utf8.toBytes(), StandardCharsets.UTF_8);
      }
    }
  }

  boolean atEnd() {
    return at == bytes.length;
  }

  int position() {
    return at;
  }

  private void need(int count) {
    if (count < 0 || count > bytes.length - at) {
      throw new IllegalStateException(
          "damaged record: " + count + " bytes wanted at " + at + " of " + bytes.length);
    }
  }
}
