package dev.perdure.store;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was committed of the hot keys lately. A group keeps its changes of them together in one
 * <em>redo record</em>, and the database has a key itself only when its last change is so old that
 * it leaves this window: what is changed again and again is written again and again nowhere. The
 * window is a ring of bytes of a fixed size, and an index into it, no object for an entry.
 *
 * <p>Reads come from any thread, changes from the one that commits.
 *
 * <p>Not final, so that a test can plant a bug in it.
 */
class RedoWindow {
  /** Two lengths before each entry. */
  private static final int ENTRY_HEADER = 2 * Integer.BYTES;

  private static final int REMOVED = -1;
  private static final int FIRST_SLOTS = 256;

  private final byte[] ring;
  private final ByteBuffer bytes;
  private ByteBuffer scratch = ByteBuffer.allocateDirect(4_096);

  /** The records in the ring, oldest first. */
  private final Deque<Placed> records = new ArrayDeque<>();

  /** Two numbers a slot: a key's hash, and one more than the place of its last entry. */
  private long[] slots = new long[2 * FIRST_SLOTS];

  /** Slots that are not empty; the entries of some may have left. */
  private int used;

  /** Places grow for ever; in the ring they are taken modulo its size. */
  private long first;

  private long next;

  /** Where a record is. */
  private record Placed(long groupNo, long place, int length) {}

  /** The last change of a key; a null value removes it. */
  record Change(byte[] key, byte @Nullable [] value) {
    int length() {
      return ENTRY_HEADER + key.length + (value == null ? 0 : value.length);
    }
  }

  /** A record that has to leave, with those of its changes that no later one has replaced. */
  record Leaving(long groupNo, List<Change> changes) {}

  /**
   * @param size in bytes, of the ring
   */
  RedoWindow(int size) {
    ring = new byte[size];
    bytes = ByteBuffer.wrap(ring);
  }

  /** Whether a record of that length can be in the window at all, and leave room for others. */
  boolean takes(long length) {
    return length <= ring.length / 2;
  }

  /** Which records have to leave for one of that length, oldest first. Nothing changes yet. */
  List<Leaving> leavingFor(int length) {
    List<Leaving> leaving = new ArrayList<>(2);
    long end = placeFor(length) + length;
    for (Placed placed : records) {
      if (end - placed.place <= ring.length) {
        break;
      }
      leaving.add(new Leaving(placed.groupNo, lastChanges(placed)));
    }
    return leaving;
  }

  /** All records, oldest first. */
  List<Leaving> all() {
    return records.stream().map(p -> new Leaving(p.groupNo, lastChanges(p))).toList();
  }

  /** A record lies in one piece. */
  private long placeFor(int length) {
    int toEnd = ring.length - offset(next);
    return length <= toEnd ? next : next + toEnd;
  }

  private int offset(long place) {
    return (int) (place % ring.length);
  }

  private List<Change> lastChanges(Placed placed) {
    List<Change> changes = new ArrayList<>();
    long end = placed.place + placed.length;
    for (long place = placed.place; place < end; place += length(place)) {
      byte[] key = key(place);
      if (find(key, hash(key)) == place) {
        changes.add(new Change(key, value(place)));
      }
    }
    return changes;
  }

  /** A buffer for a record of that length, used until the next call. */
  ByteBuffer scratch(int length) {
    if (scratch.capacity() < length) {
      scratch = ByteBuffer.allocateDirect(Math.max(length, 2 * scratch.capacity()));
    }
    return scratch.clear().limit(length);
  }

  /**
   * A group is committed: the oldest records have left, what they had is found in the database; and
   * there is room for its own record, if it has one.
   */
  synchronized void committed(long groupNo, int left, ByteBuffer redo) {
    for (int i = 0; i < left; i++) {
      records.remove();
    }
    Placed oldest = records.peek();
    first = oldest == null ? next : oldest.place;
    if (redo.hasRemaining()) {
      add(groupNo, redo);
    }
  }

  /**
   * Takes over what the store has, oldest first; the window is empty.
   *
   * @return false when it has not the room, and is still empty
   */
  synchronized boolean restore(List<RocksDatabase.RedoRecord> redo) {
    long length = redo.stream().mapToLong(each -> each.value().remaining()).sum();
    if (length > ring.length) {
      return false;
    }
    redo.forEach(each -> add(each.groupNo(), each.value()));
    return true;
  }

  private void add(long groupNo, ByteBuffer redo) {
    int length = redo.remaining();
    long place = placeFor(length);
    if (records.isEmpty()) {
      first = place;
    }
    redo.get(redo.position(), ring, offset(place), length);
    records.add(new Placed(groupNo, place, length));
    next = place + length;
    for (long at = place; at < next; at += length(at)) {
      index(at);
    }
  }

  /** The last change of a key; null when the database has it. */
  synchronized @Nullable Change find(byte[] key) {
    long place = records.isEmpty() ? REMOVED : find(key, hash(key));
    return place < 0 ? null : new Change(key, value(place));
  }

  /** The last changes of a partition's keys from {@code from} to before {@code to}. */
  synchronized NavigableMap<byte[], byte @Nullable []> range(
      int partition, byte[] from, byte[] to) {
    byte[] fullFrom = Layout.key(partition, from);
    byte[] fullTo = Layout.key(partition, to);
    NavigableMap<byte[], byte @Nullable []> range = new TreeMap<>(Arrays::compareUnsigned);
    for (Placed placed : records) {
      for (Change change : lastChanges(placed)) {
        if (Arrays.compareUnsigned(fullFrom, change.key) <= 0
            && Arrays.compareUnsigned(change.key, fullTo) < 0) {
          range.put(Layout.withoutPartition(change.key), change.value);
        }
      }
    }
    return range;
  }

  // ---- records as bytes ----------------------------------------------------------------------

  /** Writes a change into a redo record. */
  static void write(ByteBuffer redo, Change change) {
    byte[] value = change.value;
    redo.putInt(change.key.length).putInt(value == null ? REMOVED : value.length).put(change.key);
    if (value != null) {
      redo.put(value);
    }
  }

  /** The changes of a redo record, in their order. */
  static List<Change> read(ByteBuffer redo) {
    List<Change> changes = new ArrayList<>();
    while (redo.hasRemaining()) {
      byte[] key = new byte[redo.getInt()];
      int length = redo.getInt();
      redo.get(key);
      byte[] value = length == REMOVED ? null : new byte[length];
      if (value != null) {
        redo.get(value);
      }
      changes.add(new Change(key, value));
    }
    return changes;
  }

  private int keyLength(long place) {
    return bytes.getInt(offset(place));
  }

  private int valueLength(long place) {
    return bytes.getInt(offset(place) + Integer.BYTES);
  }

  private int length(long place) {
    return ENTRY_HEADER + keyLength(place) + Math.max(0, valueLength(place));
  }

  private byte[] key(long place) {
    int from = offset(place) + ENTRY_HEADER;
    return Arrays.copyOfRange(ring, from, from + keyLength(place));
  }

  private byte @Nullable [] value(long place) {
    int length = valueLength(place);
    int from = offset(place) + ENTRY_HEADER + keyLength(place);
    return length == REMOVED ? null : Arrays.copyOfRange(ring, from, from + length);
  }

  // ---- the index -----------------------------------------------------------------------------

  private static long hash(byte[] key) {
    return spread(Arrays.hashCode(key));
  }

  private static long spread(int hash) {
    return hash * 0x9E3779B97F4A7C15L;
  }

  private int slot(long hash) {
    return 2 * (int) (hash >>> Long.numberOfLeadingZeros(slots.length / 2 - 1));
  }

  private int after(int slot) {
    return slot + 2 & slots.length - 1;
  }

  /** The place of a key's last entry, or a negative number. */
  private long find(byte[] key, long hash) {
    for (int slot = slot(hash); slots[slot + 1] != 0; slot = after(slot)) {
      long place = slots[slot + 1] - 1;
      if (slots[slot] == hash && place >= first && isAt(place, key)) {
        return place;
      }
    }
    return REMOVED;
  }

  private boolean isAt(long place, byte[] key) {
    int from = offset(place) + ENTRY_HEADER;
    return keyLength(place) == key.length
        && Arrays.equals(ring, from, from + key.length, key, 0, key.length);
  }

  /** The entry at a place is the last one of its key. */
  private void index(long place) {
    if (used >= slots.length / 4) {
      rebuild();
    }
    byte[] key = key(place);
    put(key, hash(key), place);
  }

  private void put(byte[] key, long hash, long place) {
    int slot = slot(hash);
    while (slots[slot + 1] != 0) {
      long other = slots[slot + 1] - 1;
      if (slots[slot] == hash && (other < first || isAt(other, key))) {
        break;
      }
      slot = after(slot);
    }
    if (slots[slot + 1] == 0) {
      used++;
    }
    slots[slot] = hash;
    slots[slot + 1] = place + 1;
  }

  /** Without the entries that have left; larger when too many are left. */
  private void rebuild() {
    long[] before = slots;
    int left = 0;
    for (int slot = 0; slot < before.length; slot += 2) {
      if (before[slot + 1] > first) {
        left++;
      }
    }
    slots = new long[left >= before.length / 8 ? 2 * before.length : before.length];
    used = 0;
    for (int slot = 0; slot < before.length; slot += 2) {
      if (before[slot + 1] > first) {
        put(key(before[slot + 1] - 1), before[slot], before[slot + 1] - 1);
      }
    }
  }
}
