package dev.perdure.testing.world;

import dev.perdure.kernel.spi.Batch;
import dev.perdure.kernel.spi.CommitOutcome;
import dev.perdure.kernel.spi.Cursor;
import dev.perdure.kernel.spi.Epoch;
import dev.perdure.kernel.spi.Head;
import dev.perdure.kernel.spi.Write;
import dev.perdure.testing.check.Published;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The disk of one store: what crashes leave. A commit appends its group to the log, syncs it, and
 * applies it; the group that is in between is the tail of the log, entry by entry, with a checksum.
 * Of a tail that is not synced there may be less at the next opening. That settles it: what is
 * whole by its checksum is applied, what is torn or lost is cut.
 */
final class Disk {
  private final List<NavigableMap<byte[], byte[]>> keys = new ArrayList<>();
  private final Epoch[] epochs;
  private final Head[] heads;
  private final Set<SnapshotCursor> open = new LinkedHashSet<>();
  private final Applied applied;
  private @Nullable Tail tail;

  /** Until then there is no room. */
  long fullUntilMillis = Long.MIN_VALUE;

  /** Hears of groups that are applied. */
  interface Applied {
    void applied(List<Batch> group, List<Published> records);
  }

  /** A group in the log that is not applied yet. */
  static final class Tail {
    private final List<Batch> group;
    private final List<Published> records;

    /** What of the group is on the disk, as it was written one after the other. */
    private List<Entry> entries;

    /** Over all that was written; it is with the first of the entries. */
    private final int checksum;

    private boolean synced;
    private @Nullable Boolean kept;

    private Tail(List<Batch> group, List<Published> records) {
      this.group = group;
      this.records = records;
      this.entries = entries(group);
      this.checksum = checksum(entries);
    }

    boolean isSynced() {
      return synced;
    }

    /** How many entries of it are on the disk. */
    int size() {
      return entries.size();
    }

    /** What was not synced is gone, but for the first entries. */
    void cut(int left) {
      entries = entries.subList(0, left);
    }

    /** Whether what is there is what was written: an opening sees no more than that. */
    private boolean isWhole() {
      return !entries.isEmpty() && checksum(entries) == checksum;
    }
  }

  /** One piece of the log. */
  private sealed interface Entry {
    /** A batch begins. */
    record Begin(int partition, Head head) implements Entry {}

    record Written(int partition, Write write) implements Entry {}

    record Segment(Batch.InboxSegment segment) implements Entry {}
  }

  private static List<Entry> entries(List<Batch> group) {
    List<Entry> entries = new ArrayList<>();
    for (Batch batch : group) {
      Head head = new Head(batch.batchNo(), batch.bookkeeping());
      entries.add(new Entry.Begin(batch.partition(), head));
      for (Write write : batch.writes()) {
        entries.add(new Entry.Written(batch.partition(), write));
      }
      for (Batch.InboxSegment segment : batch.inbox()) {
        entries.add(new Entry.Segment(segment));
      }
    }
    return entries;
  }

  private static int checksum(List<Entry> entries) {
    CRC32C sum = new CRC32C();
    for (Entry entry : entries) {
      switch (entry) {
        case Entry.Begin(var partition, var head) -> {
          sum.update(partition);
          sum.update((int) head.batchNo());
          sum.update(head.bookkeeping());
        }
        case Entry.Written(_, Write.Put(var key, var value)) -> {
          sum.update(key);
          sum.update(value);
        }
        case Entry.Written(_, Write.Delete(var key)) -> sum.update(key);
        case Entry.Written(_, Write.DeleteRange(var from, var to)) -> {
          sum.update(from);
          sum.update(to);
        }
        case Entry.Segment(var segment) -> {
          sum.update(segment.target());
          sum.update(segment.key());
          sum.update(segment.value());
        }
      }
    }
    return (int) sum.getValue();
  }

  Disk(int partitions, Applied applied) {
    this.applied = applied;
    epochs = new Epoch[partitions];
    heads = new Head[partitions];
    Arrays.fill(epochs, new Epoch(0));
    Arrays.fill(heads, Head.NONE);
    for (int i = 0; i < partitions; i++) {
      keys.add(new TreeMap<>(Arrays::compareUnsigned));
    }
  }

  Epoch acquire(int partition) {
    epochs[partition] = new Epoch(epochs[partition].value() + 1);
    return epochs[partition];
  }

  Epoch epoch(int partition) {
    return epochs[partition];
  }

  Head head(int partition) {
    return heads[partition];
  }

  byte @Nullable [] get(int partition, byte[] key) {
    return keys.get(partition).get(key);
  }

  Cursor scan(int partition, byte[] from, byte[] to) {
    checkRange(from, to);
    NavigableMap<byte[], byte[]> range =
        Arrays.compareUnsigned(from, to) < 0
            ? keys.get(partition).subMap(from, true, to, false)
            : new TreeMap<>(Arrays::compareUnsigned);
    SnapshotCursor cursor = new SnapshotCursor(range);
    open.add(cursor);
    return cursor;
  }

  /** Adds entries outside of the log. */
  void load(int partition, List<Write.Put> entries) {
    for (int i = 1; i < entries.size(); i++) {
      byte[] before = entries.get(i - 1).key();
      byte[] key = entries.get(i).key();
      if (before[0] != key[0] || Arrays.compareUnsigned(before, key) >= 0) {
        throw new IllegalArgumentException("entries to load do not ascend in one key space");
      }
    }
    open.forEach(SnapshotCursor::keepForItself);
    entries.forEach(put -> keys.get(partition).put(put.key(), put.value()));
  }

  /** How many keys there are in a key space of a partition. */
  int count(int partition, char space) {
    return space(partition, space).size();
  }

  /** The keys of a key space of a partition, without the name of the space, in order. */
  List<ByteBuffer> keys(int partition, char space) {
    return space(partition, space).keySet().stream()
        .map(key -> ByteBuffer.wrap(key, 1, key.length - 1).slice())
        .toList();
  }

  private NavigableMap<byte[], byte[]> space(int partition, char space) {
    byte[] from = {(byte) space};
    byte[] to = {(byte) (space + 1)};
    return keys.get(partition).subMap(from, true, to, false);
  }

  // ---- the log -------------------------------------------------------------------------------

  /** Whether a group could be committed; its owners' epochs are those of the disk. */
  CommitOutcome.@Nullable Fenced fence(List<Batch> group) {
    Set<Integer> seen = new LinkedHashSet<>();
    for (Batch batch : group) {
      if (!seen.add(batch.partition())) {
        throw new IllegalArgumentException("two batches of partition " + batch.partition());
      }
      Epoch current = epochs[batch.partition()];
      if (!batch.epoch().equals(current)) {
        return new CommitOutcome.Fenced(batch.partition(), current);
      }
    }
    for (Batch batch : group) {
      long expected = heads[batch.partition()].batchNo() + 1;
      if (batch.batchNo() != expected) {
        throw new IllegalArgumentException(
            "partition %d: batch %d where %d is next"
                .formatted(batch.partition(), batch.batchNo(), expected));
      }
    }
    return null;
  }

  /** Another owner has settled what this one began. */
  CommitOutcome.Fenced fencedBy(int partition) {
    return new CommitOutcome.Fenced(partition, epochs[partition]);
  }

  /** Appends a group to the log. */
  Tail append(List<Batch> group, List<Published> records) {
    if (tail != null) {
      throw new IllegalStateException("two commits at a time");
    }
    for (Batch batch : group) {
      for (Write write : batch.writes()) {
        if (write instanceof Write.DeleteRange(var from, var to)) {
          checkRange(from, to);
        }
      }
    }
    Tail made = new Tail(group, List.copyOf(records));
    tail = made;
    return made;
  }

  /** The group survives anything from here on. */
  void sync(Tail synced) {
    synced.synced = true;
  }

  /** The tail of the log that nobody has settled; null when there is none. */
  @Nullable Tail tail() {
    return tail;
  }

  /** Ends a tail, as it is on the disk: applied when it is whole, else cut off. */
  void settle(Tail settled) {
    tail = null;
    boolean whole = settled.isWhole();
    settled.kept = whole;
    if (whole) {
      apply(settled);
    }
  }

  /**
   * Ends a commit whose group was appended.
   *
   * @return whether it is committed: an opening may have settled it meanwhile
   */
  boolean finish(Tail finished) {
    Boolean kept = finished.kept;
    if (kept != null) {
      return kept;
    }
    settle(finished);
    return true;
  }

  private void apply(Tail whole) {
    open.forEach(SnapshotCursor::keepForItself);
    whole.entries.forEach(this::apply);
    applied.applied(whole.group, whole.records);
  }

  private void apply(Entry entry) {
    switch (entry) {
      case Entry.Begin(var partition, var head) -> heads[partition] = head;
      case Entry.Written(var partition, var write) -> apply(keys.get(partition), write);
      case Entry.Segment(var segment) ->
          keys.get(segment.target()).put(segment.key(), segment.value());
    }
  }

  private static void apply(NavigableMap<byte[], byte[]> own, Write write) {
    switch (write) {
      case Write.Put(var key, var value) -> own.put(key, value);
      case Write.Delete(var key) -> own.remove(key);
      case Write.DeleteRange(var from, var to) -> {
        if (Arrays.compareUnsigned(from, to) < 0) {
          own.subMap(from, true, to, false).clear();
        }
      }
    }
  }

  private static void checkRange(byte[] from, byte[] to) {
    boolean sameSpace = from.length > 0 && to.length > 0 && from[0] == to[0];
    boolean wholeSpace = to.length == 1 && from.length > 0 && to[0] == from[0] + 1;
    if (!sameSpace && !wholeSpace && Arrays.compareUnsigned(from, to) < 0) {
      throw new IllegalArgumentException("a range across key spaces");
    }
  }

  /** Reads the live map until something is applied, and then a copy of what was left. */
  private final class SnapshotCursor implements Cursor {
    private NavigableMap<byte[], byte[]> range;
    private boolean own;
    private byte @Nullable [] at;
    private byte[] value = new byte[0];

    SnapshotCursor(NavigableMap<byte[], byte[]> range) {
      this.range = range;
    }

    void keepForItself() {
      if (!own) {
        own = true;
        range = new TreeMap<>(range);
      }
    }

    @Override
    public boolean next() {
      Map.Entry<byte[], byte[]> entry = at == null ? range.firstEntry() : range.higherEntry(at);
      if (entry == null) {
        return false;
      }
      at = entry.getKey();
      value = entry.getValue();
      return true;
    }

    @Override
    public byte[] key() {
      byte[] key = at;
      if (key == null) {
        throw new IllegalStateException("before the first entry");
      }
      return key;
    }

    @Override
    public byte[] value() {
      return value;
    }

    @Override
    public void close() {
      open.remove(this);
    }
  }
}
