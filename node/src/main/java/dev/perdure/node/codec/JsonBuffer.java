package dev.perdure.node.codec;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Collects the bytes of one value, and knows how text and numbers are written in JSON. */
final class JsonBuffer {
  /** One that has grown beyond this does not keep its room. */
  private static final int LARGEST_IDLE_BYTES = 64 << 10;

  private static final int FIRST_BYTES = 512;

  /** Text from this length on is copied in one piece, if it begins with {@link #PLAIN_CHARS}. */
  private static final int LONG_TEXT = 32;

  private static final int PLAIN_CHARS = 8;

  private static final int MOST_DIGITS = 19;

  /** The most bytes of one character: {@code \\u001F}. */
  private static final int MOST_BYTES = 6;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private static final long EACH = 0x0101010101010101L;
  private static final long TOP_BITS = 0x8080808080808080L;

  private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

  private byte[] bytes = new byte[FIRST_BYTES];
  private MemorySegment segment = MemorySegment.ofArray(bytes);
  private int length;

  /** The last byte. */
  byte last() {
    return bytes[length - 1];
  }

  void add(char ascii) {
    room(1);
    bytes[length++] = (byte) ascii;
  }

  void add(byte[] from, int begin, int end) {
    int count = end - begin;
    room(count);
    System.arraycopy(from, begin, bytes, length, count);
    length += count;
  }

  /** Adds text that needs neither quotes nor escapes. */
  void addPlain(String ascii) {
    byte[] plain = ascii.getBytes(StandardCharsets.US_ASCII);
    add(plain, 0, plain.length);
  }

  /** Adds the digits of a number. */
  void add(long number) {
    if (number == Long.MIN_VALUE) {
      addPlain(Long.toString(number));
      return;
    }
    if (number < 0) add('-');
    long rest = Math.abs(number);
    int digits = digits(rest);
    room(digits);
    length += digits;
    int at = length;
    while (rest >= 100) {
      long hundredth = rest / 100;
      int two = (int) (rest - 100 * hundredth);
      bytes[--at] = (byte) ('0' + two % 10);
      bytes[--at] = (byte) ('0' + two / 10);
      rest = hundredth;
    }
    bytes[--at] = (byte) ('0' + rest % 10);
    if (rest >= 10) bytes[--at] = (byte) ('0' + rest / 10);
  }

  private static int digits(long number) {
    int digits = 1;
    for (long bound = 10; digits < MOST_DIGITS && number >= bound; bound *= 10) digits++;
    return digits;
  }

  /**
   * Adds text in quotes, with escapes where it needs them.
   *
   * @return false if it has an unpaired surrogate, which UTF-8 cannot hold
   */
  boolean addQuoted(String text) {
    add('"');
    int chars = text.length();
    boolean isLong = chars >= LONG_TEXT;
    int done = addPlainChars(text, isLong ? PLAIN_CHARS : chars);
    if (isLong && done == PLAIN_CHARS) done = addPlainText(text, done);
    if (done < chars && !addRest(text, done)) return false;
    add('"');
    return true;
  }

  /** Adds characters up to one that is not written as it is; returns how many. */
  private int addPlainChars(String text, int most) {
    room(most);
    byte[] to = bytes;
    int at = length;
    int done = 0;
    while (done < most) {
      char c = text.charAt(done);
      if (c < ' ' || c >= 0x80 || c == '"' || c == '\\') break;
      to[at++] = (byte) c;
      done++;
    }
    length = at;
    return done;
  }

  /** Adds the rest of the text if all of it is written as it is; returns how much is there then. */
  private int addPlainText(String text, int done) {
    int begin = length - done;
    int chars = text.length();
    room(3L * chars + 1);
    // As UTF-8 with a zero behind. What UTF-8 cannot hold becomes a question mark.
    segment.setString(begin, text);
    if (!isPlain(length, begin + chars)) return done;
    length = begin + chars;
    return chars;
  }

  /** Whether a part of the bytes is ASCII without controls, quotes, backslashes, question marks. */
  private boolean isPlain(int begin, int end) {
    int at = begin;
    long unusual = 0;
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      long eight = (long) LONG.get(bytes, at);
      unusual |= eight | (eight - ' ' * EACH);
      unusual |= zeros(eight ^ '"' * EACH) | zeros(eight ^ '\\' * EACH) | zeros(eight ^ '?' * EACH);
    }
    for (; at < end; at++) {
      byte one = bytes[at];
      if (one < ' ' || one == '"' || one == '\\' || one == '?') return false;
    }
    return (unusual & TOP_BITS) == 0;
  }

  /** Has a top bit set if one of the eight bytes is zero, and none if none is. */
  private static long zeros(long eight) {
    return (eight - EACH) & ~eight;
  }

  /** Adds the text from a place on; false if it has an unpaired surrogate. */
  private boolean addRest(String text, int from) {
    int chars = text.length();
    byte[] to = bytes;
    int at = length;
    for (int i = from; i < chars; i++) {
      if (to.length - at < MOST_BYTES) {
        length = at;
        room(MOST_BYTES);
        to = bytes;
      }
      char c = text.charAt(i);
      if (c < 0x80) {
        at = putAscii(c, to, at);
      } else if (c < 0x800) {
        to[at++] = (byte) (0xC0 | c >> 6);
        to[at++] = (byte) (0x80 | (c & 0x3F));
      } else if (!Character.isSurrogate(c)) {
        to[at++] = (byte) (0xE0 | c >> 12);
        to[at++] = (byte) (0x80 | ((c >> 6) & 0x3F));
        to[at++] = (byte) (0x80 | (c & 0x3F));
      } else {
        int codePoint = text.codePointAt(i++);
        if (!Character.isSupplementaryCodePoint(codePoint)) return false;
        to[at++] = (byte) (0xF0 | codePoint >> 18);
        to[at++] = (byte) (0x80 | ((codePoint >> 12) & 0x3F));
        to[at++] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
        to[at++] = (byte) (0x80 | (codePoint & 0x3F));
      }
    }
    length = at;
    return true;
  }

  /** Puts a character of ASCII there; returns where it ends. */
  private static int putAscii(char c, byte[] to, int from) {
    int at = from;
    if (c >= ' ' && c != '"' && c != '\\') {
      to[at++] = (byte) c;
      return at;
    }
    to[at++] = '\\';
    switch (c) {
      case '"', '\\' -> to[at++] = (byte) c;
      case '\b' -> to[at++] = 'b';
      case '\f' -> to[at++] = 'f';
      case '\n' -> to[at++] = 'n';
      case '\r' -> to[at++] = 'r';
      case '\t' -> to[at++] = 't';
      default -> {
        to[at++] = 'u';
        to[at++] = '0';
        to[at++] = '0';
        to[at++] = HEX[c >> 4];
        to[at++] = HEX[c & 0xF];
      }
    }
    return at;
  }

  private void room(long more) {
    if (length + more > bytes.length) grow(length + more);
  }

  private void grow(long least) {
    if (least > Integer.MAX_VALUE - 8) throw new OutOfMemoryError("JSON of " + least + " bytes");
    long doubled = Math.min(2L * bytes.length, Integer.MAX_VALUE - 8);
    bytes = Arrays.copyOf(bytes, (int) Math.max(least, doubled));
    segment = MemorySegment.ofArray(bytes);
  }

  /** What was collected; the buffer is empty then. */
  byte[] take() {
    byte[] taken = Arrays.copyOf(bytes, length);
    length = 0;
    if (bytes.length > LARGEST_IDLE_BYTES) {
      bytes = new byte[FIRST_BYTES];
      segment = MemorySegment.ofArray(bytes);
    }
    return taken;
  }
}
