package dev.perdure.benchmarks.stores;

import dev.perdure.kernel.spi.Batch;
import dev.perdure.kernel.spi.CommitOutcome;
import dev.perdure.kernel.spi.Cursor;
import dev.perdure.kernel.spi.Durability;
import dev.perdure.kernel.spi.Epoch;
import dev.perdure.kernel.spi.Head;
import dev.perdure.kernel.spi.Store;
import dev.perdure.kernel.spi.Write;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A store with something between it and who commits, or closes it. */
public final class WatchedStore implements Store {
  private final Store store;
  private final Commits commits;
  private final Runnable closing;

  /** What becomes of a group; usually it goes on to the store. */
  @FunctionalInterface
  public interface Commits {
    CommitOutcome commit(List<Batch> group);
  }

  /** The store, but for its commits. */
  public WatchedStore(Store store, Commits commits) {
    this(store, commits, store::close);
  }

  /** The store, but for its commits and its closing. */
  public WatchedStore(Store store, Commits commits, Runnable closing) {
    this.store = store;
    this.commits = commits;
    this.closing = closing;
  }

  @Override
  public CommitOutcome commit(List<Batch> group) {
    return commits.commit(group);
  }

  @Override
  public Durability durability() {
    return store.durability();
  }

  @Override
  public Epoch acquire(int partition) {
    return store.acquire(partition);
  }

  @Override
  public Epoch epoch(int partition) {
    return store.epoch(partition);
  }

  @Override
  public Head head(int partition) {
    return store.head(partition);
  }

  @Override
  public byte @Nullable [] get(int partition, byte[] key) {
    return store.get(partition, key);
  }

  @Override
  public List<byte @Nullable []> multiGet(int partition, List<byte[]> keys) {
    return store.multiGet(partition, keys);
  }

  @Override
  public Cursor scan(int partition, byte[] from, byte[] to) {
    return store.scan(partition, from, to);
  }

  @Override
  public void load(int partition, List<Write.Put> entries) {
    store.load(partition, entries);
  }

  @Override
  public void close() {
    closing.run();
  }
}
