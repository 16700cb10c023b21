package dev.perdure.kernel;

import dev.perdure.kernel.spi.Cursor;
import java.util.ArrayList;
import java.util.List;

/**
 * What goes with a machine when it ends, besides its record: the entries of its maps and queues,
 * its timers, its asks. The machine's record says, in bits, in which of these key spaces it ever
 * had any. A machine that had none ends without a look at the store, and one that had few without
 * the removal of a range: the store sorts its marks of removed ranges anew at the next read, and
 * keeps each for long.
 */
final class Holdings {
  private static final char[] SPACES = {Keys.MAP, Keys.QUEUE, Keys.TIMER, Keys.ASK};

  static final int NONE = 0;
  static final int UNKNOWN = (1 << SPACES.length) - 1;

  /** With more in one space, the range is removed. */
  static final int FEW = 64;

  private Holdings() {}

  /** The bit of the key's space; none for keys that do not go with their machine. */
  static int bit(byte[] key) {
    for (int i = 0; i < SPACES.length; i++) {
      if (key[0] == SPACES[i]) {
        return 1 << i;
      }
    }
    return NONE;
  }

  /** The draft removes whatever the machine has in these spaces. */
  static void remove(int holdings, byte[] machinePrefix, StepWrites writes) {
    for (int i = 0; i < SPACES.length; i++) {
      if ((holdings & 1 << i) != 0) {
        remove(Keys.of(SPACES[i], machinePrefix), writes);
      }
    }
  }

  private static void remove(byte[] from, StepWrites writes) {
    byte[] end = Keys.endOf(from);
    List<byte[]> few = new ArrayList<>();
    try (Cursor cursor = writes.scan(from, end)) {
      while (cursor.next()) {
        if (few.size() == FEW) {
          writes.deleteRange(from, end);
          return;
        }
        few.add(cursor.key());
      }
    }
    few.forEach(writes::delete);
  }
}
