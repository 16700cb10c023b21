package dev.perdure.kernel;

import dev.perdure.kernel.spi.Batch;
import dev.perdure.kernel.spi.CommitOutcome;
import dev.perdure.kernel.spi.Cursor;
import dev.perdure.kernel.spi.Durability;
import dev.perdure.kernel.spi.Epoch;
import dev.perdure.kernel.spi.Head;
import dev.perdure.kernel.spi.Store;
import dev.perdure.kernel.spi.StoreException;
import dev.perdure.kernel.spi.Write;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A store in memory whose commits fail when told to. It stands for the disk: a crash of the kernels
 * above leaves it as it is.
 */
final class SimStore implements Store {
  private final List<NavigableMap<byte[], byte[]>> keys = new ArrayList<>();
  private final Epoch[] epochs;
  private final Head[] heads;
  private final Deque<Fault> faults = new ArrayDeque<>();
  private final Set<SnapshotCursor> open = new LinkedHashSet<>();
  private long commits;
  private long rangesRemoved;
  private boolean closed;

  /** The key space that cannot be read; 0 for none. */
  private char unreadable;

  /** What goes wrong with a commit. */
  enum Fault {
    /** Written, but the answer is lost: what a crash between commit and release looks like. */
    UNKNOWN_WRITTEN,
    /** Not written, and nobody knows. */
    UNKNOWN_LOST
  }

  SimStore(int partitions) {
    epochs = new Epoch[partitions];
    heads = new Head[partitions];
    Arrays.fill(epochs, new Epoch(0));
    Arrays.fill(heads, Head.NONE);
    for (int i = 0; i < partitions; i++) {
      keys.add(new TreeMap<>(Arrays::compareUnsigned));
    }
  }

  /** The next commits fail so, one each. */
  void fail(Fault... next) {
    faults.addAll(List.of(next));
  }

  /** Reads of a key space fail from now on; 0 for none. */
  void failReadsOf(char space) {
    unreadable = space;
  }

  /** How many groups were written. */
  long commits() {
    return commits;
  }

  /** How many removals of a range were written. */
  long rangesRemoved() {
    return rangesRemoved;
  }

  /** All entries of one key space, as they are. */
  List<Map.Entry<byte[], byte[]>> space(int partition, char space) {
    return List.copyOf(
        keys.get(partition).subMap(Keys.space(space), Keys.endOfSpace(space)).entrySet());
  }

  /** How many keys there are, in all partitions. */
  int size(char... spaces) {
    int size = 0;
    for (int partition = 0; partition < keys.size(); partition++) {
      for (char space : spaces) {
        size += space(partition, space).size();
      }
    }
    return size;
  }

  /** Damages or plants a value, as no commit would. */
  void plant(int partition, byte[] key, byte[] value) {
    keys.get(partition).put(key, value);
  }

  /** Loses all of a key space, as damage would. */
  void lose(int partition, char space) {
    keys.get(partition).subMap(Keys.space(space), Keys.endOfSpace(space)).clear();
  }

  @Override
  public Durability durability() {
    return Durability.MEMORY;
  }

  @Override
  public synchronized Epoch acquire(int partition) {
    of(partition);
    epochs[partition] = new Epoch(epochs[partition].value() + 1);
    return epochs[partition];
  }

  @Override
  public synchronized Epoch epoch(int partition) {
    of(partition);
    return epochs[partition];
  }

  @Override
  public synchronized Head head(int partition) {
    of(partition);
    return heads[partition];
  }

  @Override
  public synchronized byte @Nullable [] get(int partition, byte[] key) {
    checkReadable(key);
    return of(partition).get(key);
  }

  @Override
  public synchronized List<byte @Nullable []> multiGet(int partition, List<byte[]> wanted) {
    List<byte @Nullable []> found = new ArrayList<>();
    wanted.forEach(key -> found.add(get(partition, key)));
    return found;
  }

  @Override
  public synchronized Cursor scan(int partition, byte[] from, byte[] to) {
    checkRange(from, to);
    checkReadable(from);
    NavigableMap<byte[], byte[]> range =
        Arrays.compareUnsigned(from, to) < 0
            ? of(partition).subMap(from, true, to, false)
            : new TreeMap<>(Arrays::compareUnsigned);
    SnapshotCursor cursor = new SnapshotCursor(range);
    open.add(cursor);
    return cursor;
  }

  @Override
  public synchronized void load(int partition, List<Write.Put> entries) {
    for (int i = 1; i < entries.size(); i++) {
      byte[] before = entries.get(i - 1).key();
      byte[] key = entries.get(i).key();
      if (before[0] != key[0] || Arrays.compareUnsigned(before, key) >= 0) {
        throw new IllegalArgumentException("entries to load do not ascend in one key space");
      }
    }
    entries.forEach(put -> of(partition).put(put.key(), put.value()));
  }

  @Override
  public synchronized CommitOutcome commit(List<Batch> group) {
    if (closed) {
      throw new IllegalStateException("the store is closed");
    }
    group.forEach(SimStore::check);
    Set<Integer> seen = new LinkedHashSet<>();
    for (Batch batch : group) {
      if (!seen.add(batch.partition())) {
        throw new IllegalArgumentException("two batches of partition " + batch.partition());
      }
      of(batch.partition());
      batch.inbox().forEach(segment -> of(segment.target()));
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
    Fault fault = faults.poll();
    if (fault == Fault.UNKNOWN_LOST) {
      return unknown(fault);
    }
    open.forEach(SnapshotCursor::keepForItself);
    group.forEach(this::apply);
    commits++;
    return fault == null ? new CommitOutcome.Committed() : unknown(fault);
  }

  private static void check(Batch batch) {
    for (Write write : batch.writes()) {
      if (write instanceof Write.DeleteRange(var from, var to)) {
        checkRange(from, to);
      }
    }
  }

  private static CommitOutcome unknown(Fault fault) {
    return new CommitOutcome.Unknown("injected", new IllegalStateException(fault.name()));
  }

  private void apply(Batch batch) {
    NavigableMap<byte[], byte[]> own = keys.get(batch.partition());
    for (Write write : batch.writes()) {
      switch (write) {
        case Write.Put(var key, var value) -> own.put(key, value);
        case Write.Delete(var key) -> own.remove(key);
        case Write.DeleteRange(var from, var to) -> {
          rangesRemoved++;
          if (Arrays.compareUnsigned(from, to) < 0) {
            own.subMap(from, true, to, false).clear();
          }
        }
      }
    }
    for (Batch.InboxSegment segment : batch.inbox()) {
      keys.get(segment.target()).put(segment.key(), segment.value());
    }
    heads[batch.partition()] = new Head(batch.batchNo(), batch.bookkeeping());
  }

  @Override
  public synchronized void close() {
    closed = true;
  }

  private NavigableMap<byte[], byte[]> of(int partition) {
    if (closed) {
      throw new IllegalStateException("the store is closed");
    }
    if (partition < 0 || partition >= keys.size()) {
      throw new IllegalArgumentException("no partition " + partition);
    }
    return keys.get(partition);
  }

  private void checkReadable(byte[] key) {
    if (key.length > 0 && key[0] == unreadable) {
      throw new StoreException("injected: key space " + unreadable + " cannot be read");
    }
  }

  private static void checkRange(byte[] from, byte[] to) {
    boolean sameSpace = from.length > 0 && to.length > 0 && from[0] == to[0];
    boolean wholeSpace = to.length == 1 && from.length > 0 && to[0] == from[0] + 1;
    if (!sameSpace && !wholeSpace && Arrays.compareUnsigned(from, to) < 0) {
      throw new IllegalArgumentException("a range across key spaces");
    }
  }

  /** Reads the live map until something is committed, and then a copy of what was left. */
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
      synchronized (SimStore.this) {
        return step();
      }
    }

    private boolean step() {
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
      synchronized (SimStore.this) {
        open.remove(this);
      }
    }
  }
}
