package dev.perdure.store;

import java.nio.ByteBuffer;

/**
 * A place in a store's history: the number of a group, and a checksum over this group and all
 * before it, which tells one history from another of the same length.
 */
record Mark(long groupNo, int checksum) {
  /** Before the first group. */
  static final Mark START = new Mark(0, 0);

  static final int BYTES = Long.BYTES + Integer.BYTES;

  Mark {
    if (groupNo < 0) {
      throw new IllegalArgumentException("group number must be >= 0: " + groupNo);
    }
  }

  byte[] toBytes() {
    return ByteBuffer.allocate(BYTES).putLong(groupNo).putInt(checksum).array();
  }

  static Mark read(ByteBuffer from) {
    return new Mark(from.getLong(), from.getInt());
  }
}
