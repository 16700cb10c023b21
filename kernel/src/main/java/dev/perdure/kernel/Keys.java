package dev.perdure.kernel;

import dev.perdure.MachineRef;
import dev.perdure.Placement;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Where everything stands in a partition's key space. The first byte names the space; what belongs
 * to one machine follows under the machine's own prefix (type, tag, key), so that it can be scanned
 * and removed as one range.
 *
 * <pre>
 *  s machine                       machine record: status, mailbox bounds, state
 *  b machine u64(seq)              waiting event: deferred, blocked, parked or left over
 *  p machine                       parked: why the machine is quarantined
 *  w machine                       its mailbox must be gone through; attempts of what failed
 *  c machine map part key          map entry          q machine queue part [n]   queue entry
 *  T machine event name            timer              t u64(due) machine event name   due index
 *  a machine call                  ask under way      k machine call             activity call under way
 *  i u32(source) u64(last seq)     inbox segment      o u32(target) u64(last seq)     outbox segment
 *  r u64(last record)              answers segment    x u32(bucket) fingerprint  aged request id
 *  y u32(bucket)                   first record of a bucket of request ids
 *  u id                            request accepted, not answered, and older than the index
 * </pre>
 */
final class Keys {
  static final char MACHINE = 's';
  static final char WAITING = 'b';
  static final char PARKED = 'p';
  static final char WORK = 'w';
  static final char MAP = 'c';
  static final char QUEUE = 'q';
  static final char TIMER = 'T';
  static final char DUE = 't';
  static final char ASK = 'a';
  static final char CALL = 'k';
  static final char INBOX = 'i';
  static final char OUTBOX = 'o';
  static final char ANSWERS = 'r';
  static final char AGED = 'x';
  static final char BUCKET = 'y';
  static final char UNANSWERED = 'u';

  private Keys() {}

  /** A machine's own prefix, without a key space. */
  static byte[] prefix(MachineRef<?> ref) {
    return new ByteWriter()
        .keyText(ref.type())
        .keyText(ref.placement().tag())
        .keyText(ref.key())
        .toBytes();
  }

  static MachineRef<?> ref(ByteReader prefix) {
    String type = prefix.keyText();
    String tag = prefix.keyText();
    Placement placement = tag.isEmpty() ? Placement.byKey() : Placement.of(tag);
    return new MachineRef<>(type, placement, prefix.keyText());
  }

  static byte[] of(char space, byte[] prefix) {
    byte[] key = new byte[prefix.length + 1];
    key[0] = (byte) space;
    System.arraycopy(prefix, 0, key, 1, prefix.length);
    return key;
  }

  static byte[] waiting(byte[] prefix, long seq) {
    return new ByteWriter(prefix.length + 9).u8(WAITING).raw(prefix).u64(seq).toBytes();
  }

  static byte[] call(char space, byte[] prefix, String callId) {
    return new ByteWriter().u8(space).raw(prefix).keyText(callId).toBytes();
  }

  static byte[] timer(byte[] prefix, TimerId id) {
    return new ByteWriter()
        .u8(TIMER)
        .raw(prefix)
        .keyText(id.eventName())
        .keyText(id.name())
        .toBytes();
  }

  static byte[] due(long dueMillis, byte[] prefix, TimerId id) {
    return new ByteWriter()
        .u8(DUE)
        .u64(dueMillis)
        .raw(prefix)
        .keyText(id.eventName())
        .keyText(id.name())
        .toBytes();
  }

  /** Inbox, outbox: keyed by the last number, so that all up to a number form one range. */
  static byte[] segment(char space, int peer, long lastSeq) {
    return new ByteWriter(13).u8(space).u32(peer).u64(lastSeq).toBytes();
  }

  static byte[] answers(long lastRecordNo) {
    return new ByteWriter(9).u8(ANSWERS).u64(lastRecordNo).toBytes();
  }

  static byte[] aged(int bucket, long high, long low) {
    return ByteBuffer.allocate(21)
        .put((byte) AGED)
        .putInt(bucket)
        .putLong(high)
        .putLong(low)
        .array();
  }

  static byte[] bucket(char space, int bucket) {
    return new ByteWriter(5).u8(space).u32(bucket).toBytes();
  }

  static byte[] unanswered(String requestId) {
    return new ByteWriter().u8(UNANSWERED).keyText(requestId).toBytes();
  }

  static byte[] space(char space) {
    return new byte[] {(byte) space};
  }

  /** The end of a key space. */
  static byte[] endOfSpace(char space) {
    return new byte[] {(byte) (space + 1)};
  }

  /** The end of all keys that begin with {@code key}, which must end a self-delimiting part. */
  static byte[] endOf(byte[] key) {
    byte[] end = Arrays.copyOf(key, key.length + 1);
    end[key.length] = (byte) 0xFF;
    return end;
  }
}
