package dev.perdure.store;

import dev.perdure.kernel.spi.Batch;
import dev.perdure.kernel.spi.CommitOutcome;
import dev.perdure.kernel.spi.Cursor;
import dev.perdure.kernel.spi.Durability;
import dev.perdure.kernel.spi.Epoch;
import dev.perdure.kernel.spi.Head;
import dev.perdure.kernel.spi.Store;
import dev.perdure.kernel.spi.StoreException;
import dev.perdure.kernel.spi.Write;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A store in memory: the contract of {@link Store} without its durability, for tests and trials.
 * Everything is gone when it is closed. It has no thread, clock or file, so that a run on it
 * repeats exactly. Safe for use by many threads: one lock guards everything. A commit while scans
 * are open copies the partitions it changes.
 */
public final class MemoryStore implements Store {
  private final List<Entries> entries = new ArrayList<>();
  private final Head[] heads;
  private PartitionTable table;
  private boolean closed;

  /** Whether the next commit is written, though its outcome stays unknown; usually empty. */
  private Optional<Boolean> lostAnswer = Optional.empty();

  /**
   * An empty store.
   *
   * @param partitions how many partitions it has, numbered from 0
   */
  public MemoryStore(int partitions) {
    if (partitions < 1) {
      throw new IllegalArgumentException("partitions must be >= 1: " + partitions);
    }
    table = new PartitionTable(partitions);
    heads = new Head[partitions];
    Arrays.fill(heads, Head.NONE);
    for (int i = 0; i < partitions; i++) {
      entries.add(Entries.none());
    }
  }

  /**
   * For tests of what follows the death of a process: nothing is left, as {@link Durability#MEMORY}
   * says. Whoever owned a partition is fenced; open cursors go on over what there was.
   */
  synchronized void crash() {
    table = new PartitionTable(table.count());
    Arrays.fill(heads, Head.NONE);
    entries.replaceAll(_ -> Entries.none());
  }

  /**
   * For tests of what follows a lost answer: the next commit that is not refused is {@link
   * CommitOutcome.Unknown}, written or not. After that the store goes on.
   */
  synchronized void loseNextAnswer(boolean written) {
    lostAnswer = Optional.of(written);
  }

  @Override
  public Durability durability() {
    return Durability.MEMORY;
  }

  @Override
  public synchronized Epoch acquire(int partition) {
    checkUse(partition);
    Epoch raised = new Epoch(table.epoch(partition).value() + 1);
    table.raise(partition, raised);
    return raised;
  }

  @Override
  public synchronized Epoch epoch(int partition) {
    checkUse(partition);
    return table.epoch(partition);
  }

  @Override
  public synchronized Head head(int partition) {
    checkUse(partition);
    return heads[partition];
  }

  @Override
  public synchronized byte @Nullable [] get(int partition, byte[] key) {
    checkUse(partition);
    KeySpace.of(key);
    return entries.get(partition).map.get(key);
  }

  @Override
  public synchronized List<byte @Nullable []> multiGet(int partition, List<byte[]> keys) {
    List<byte @Nullable []> values = new ArrayList<>(keys.size());
    for (byte[] key : keys) {
      values.add(get(partition, key));
    }
    return values;
  }

  @Override
  public synchronized Cursor scan(int partition, byte[] from, byte[] to) {
    checkUse(partition);
    KeySpace.of(from, to);
    return new MapCursor(entries.get(partition), from, to);
  }

  @Override
  public synchronized CommitOutcome commit(List<Batch> group) {
    checkOpen();
    Optional<CommitOutcome.Fenced> fenced = table.check(group);
    if (fenced.isPresent()) {
      return fenced.get();
    }
    // Everything that can be refused is refused before the first change.
    group.forEach(MemoryStore::checkKeys);
    Optional<Boolean> lost = lostAnswer;
    lostAnswer = Optional.empty();
    if (lost.orElse(true)) {
      apply(group);
    }
    return lost.isEmpty()
        ? new CommitOutcome.Committed()
        : new CommitOutcome.Unknown("the answer was lost", new StoreException("as told to"));
  }

  @Override
  public synchronized void load(int partition, List<Write.Put> added) {
    checkUse(partition);
    List<Write.Put> checked = new ArrayList<>(added.size());
    new LoadedEntries(added).forEachRemaining(checked::add);
    checked.forEach(put -> changeable(partition).put(put.key(), put.value()));
  }

  private void apply(List<Batch> group) {
    for (Batch batch : group) {
      batch.writes().forEach(write -> apply(changeable(batch.partition()), write));
      batch
          .inbox()
          .forEach(segment -> changeable(segment.target()).put(segment.key(), segment.value()));
      heads[batch.partition()] = new Head(batch.batchNo(), batch.bookkeeping());
    }
    table.advance(group);
  }

  @Override
  public synchronized void close() {
    closed = true;
    entries.replaceAll(_ -> Entries.none());
  }

  private static void checkKeys(Batch batch) {
    for (Write write : batch.writes()) {
      switch (write) {
        case Write.Put put -> KeySpace.of(put.key());
        case Write.Delete delete -> KeySpace.of(delete.key());
        case Write.DeleteRange range -> KeySpace.of(range.from(), range.to());
      }
    }
    batch.inbox().forEach(segment -> KeySpace.of(segment.key()));
  }

  private static void apply(NavigableMap<byte[], byte[]> partition, Write write) {
    switch (write) {
      case Write.Put put -> partition.put(put.key(), put.value());
      case Write.Delete delete -> partition.remove(delete.key());
      case Write.DeleteRange range -> {
        if (Arrays.compareUnsigned(range.from(), range.to()) < 0) {
          partition.subMap(range.from(), range.to()).clear();
        }
      }
    }
  }

  private void checkUse(int partition) {
    checkOpen();
    table.checkPartition(partition);
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the store in memory is closed");
    }
  }

  /**
   * The entries of one partition. While scans read them they are not changed any more: a commit
   * goes to a copy that takes their place, so a scan shows what was committed when it began.
   */
  private static final class Entries {
    final NavigableMap<byte[], byte[]> map;
    int readers;

    Entries(NavigableMap<byte[], byte[]> map) {
      this.map = map;
    }

    static Entries none() {
      return new Entries(new TreeMap<>(Arrays::compareUnsigned));
    }
  }

  private NavigableMap<byte[], byte[]> changeable(int partition) {
    Entries current = entries.get(partition);
    if (current.readers > 0) {
      current = new Entries(new TreeMap<>(current.map));
      entries.set(partition, current);
    }
    return current.map;
  }

  /** Walks entries that nobody changes while it is open. */
  private final class MapCursor implements Cursor {
    private final Entries source;
    private Iterator<Map.Entry<byte[], byte[]>> rest;
    private Map.@Nullable Entry<byte[], byte[]> at;
    private boolean open = true;

    MapCursor(Entries source, byte[] from, byte[] to) {
      this.source = source;
      source.readers++;
      rest =
          Arrays.compareUnsigned(from, to) < 0
              ? source.map.subMap(from, to).entrySet().iterator()
              : Collections.emptyIterator();
    }

    @Override
    public boolean next() {
      at = rest.hasNext() ? rest.next() : null;
      return at != null;
    }

    @Override
    public byte[] key() {
      return entry().getKey();
    }

    @Override
    public byte[] value() {
      return entry().getValue();
    }

    private Map.Entry<byte[], byte[]> entry() {
      if (at == null) {
        throw new IllegalStateException("the cursor is at no entry: next() must return true first");
      }
      return at;
    }

    @Override
    public void close() {
      synchronized (MemoryStore.this) {
        if (open) {
          open = false;
          source.readers--;
          rest = Collections.emptyIterator();
        }
      }
    }
  }
}
