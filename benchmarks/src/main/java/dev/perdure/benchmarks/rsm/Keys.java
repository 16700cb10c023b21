package dev.perdure.benchmarks.rsm;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Where things lie in a partition: the space, the machine's key with a zero behind it, and what is
 * told apart within the machine. A machine's key holds no zero.
 */
final class Keys {
  /** The machines there are. */
  static final char CREATED = 'm';

  static final char STATE = 's';

  /** Events to be handled; in the store's inbox range, where short-lived keys cost least. */
  static final char INBOX = 'i';

  static final char OUTBOX = 'o';

  /** By receiver: how many messages were sent to it. */
  static final char SENT = 'c';

  /** By sender: how many messages were received from it. */
  static final char RECEIVED = 'v';

  private Keys() {}

  static byte[] space(char space) {
    return new byte[] {(byte) space};
  }

  static byte[] endOf(char space) {
    return new byte[] {(byte) (space + 1)};
  }

  static byte[] of(char space, String machine) {
    return bytes(space + machine + '\0');
  }

  static byte[] of(char space, String machine, String other) {
    return bytes(space + machine + '\0' + other);
  }

  static byte[] of(char space, String machine, long number) {
    byte[] start = of(space, machine);
    return ByteBuffer.allocate(start.length + Long.BYTES).put(start).putLong(number).array();
  }

  /** The machine of any key. */
  static String machine(byte[] key) {
    return text(key, 1, afterMachine(key) - 1);
  }

  /** The number at the end of a key that has one. */
  static long number(byte[] key) {
    return ByteBuffer.wrap(key, key.length - Long.BYTES, Long.BYTES).getLong();
  }

  /** The other machine of a key that has one. */
  static String other(byte[] key) {
    return text(key, afterMachine(key), key.length);
  }

  private static int afterMachine(byte[] key) {
    int at = 1;
    while (key[at] != 0) {
      at++;
    }
    return at + 1;
  }

  static byte[] bytes(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }

  static long number(ByteBuffer value) {
    return value.getLong();
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] key, int from, int to) {
    return new String(Arrays.copyOfRange(key, from, to), StandardCharsets.UTF_8);
  }
}
