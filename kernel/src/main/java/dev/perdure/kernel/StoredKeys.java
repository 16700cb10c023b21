package dev.perdure.kernel;

import dev.perdure.MachineRef;
import org.jspecify.annotations.Nullable;

/** Keys of a partition's key space, for a simulator that looks at what its disk holds. */
public final class StoredKeys {
  // The first byte of the keys of each space.
  public static final char INBOX = Keys.INBOX;
  public static final char OUTBOX = Keys.OUTBOX;
  public static final char ASKS = Keys.ASK;
  public static final char CALLS = Keys.CALL;
  public static final char TIMERS = Keys.TIMER;

  /** Of mailboxes that are to be gone through. */
  public static final char MARKS = Keys.WORK;

  /** Of request ids, by time. */
  public static final char BUCKETS = Keys.BUCKET;

  /** Of requests. */
  public static final char ANSWERS = Keys.ANSWERS;

  private StoredKeys() {}

  /** Where an event waits in the mailbox of a machine. */
  public static byte[] waiting(MachineRef<?> machine, long place) {
    return Keys.waiting(Keys.prefix(machine), place);
  }

  /** Where it is marked that the mailbox of a machine must be gone through. */
  public static byte[] mark(MachineRef<?> machine) {
    return Keys.of(Keys.WORK, Keys.prefix(machine));
  }

  /**
   * A run of messages in the inbox of the partition they go to, or in the outbox of the one they
   * come from.
   *
   * @param peer where the messages come from, or go to
   * @param lastSeq the number of the last of them
   */
  public record SegmentKey(boolean inbox, int peer, long lastSeq) {}

  /** The segment that a key is of; null when it is of none. */
  public static @Nullable SegmentKey segment(byte[] key) {
    boolean inbox = key[0] == Keys.INBOX;
    if (!inbox && key[0] != Keys.OUTBOX) {
      return null;
    }
    ByteReader in = new ByteReader(key, 1);
    return new SegmentKey(inbox, in.u32(), in.u64());
  }
}
