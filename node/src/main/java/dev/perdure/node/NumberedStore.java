package dev.perdure.node;

import dev.perdure.kernel.spi.Batch;
import dev.perdure.kernel.spi.Batch.InboxSegment;
import dev.perdure.kernel.spi.CommitOutcome;
import dev.perdure.kernel.spi.Cursor;
import dev.perdure.kernel.spi.Durability;
import dev.perdure.kernel.spi.Epoch;
import dev.perdure.kernel.spi.Head;
import dev.perdure.kernel.spi.Store;
import dev.perdure.kernel.spi.Write;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A store of a node that has several: its partitions are numbered on from those before. */
final class NumberedStore implements Store {
  private final Store store;
  private final int first;

  private NumberedStore(Store store, int first) {
    this.store = store;
    this.first = first;
  }

  /** The store, with its partition 0 as number {@code first}. */
  static Store from(int first, Store store) {
    return first == 0 ? store : new NumberedStore(store, first);
  }

  @Override
  public Durability durability() {
    return store.durability();
  }

  @Override
  public Epoch acquire(int partition) {
    return store.acquire(partition - first);
  }

  @Override
  public Epoch epoch(int partition) {
    return store.epoch(partition - first);
  }

  @Override
  public Head head(int partition) {
    return store.head(partition - first);
  }

  @Override
  public byte @Nullable [] get(int partition, byte[] key) {
    return store.get(partition - first, key);
  }

  @Override
  public List<byte @Nullable []> multiGet(int partition, List<byte[]> keys) {
    return store.multiGet(partition - first, keys);
  }

  @Override
  public Cursor scan(int partition, byte[] from, byte[] to) {
    return store.scan(partition - first, from, to);
  }

  @Override
  public CommitOutcome commit(List<Batch> group) {
    CommitOutcome outcome = store.commit(group.stream().map(this::inner).toList());
    return outcome instanceof CommitOutcome.Fenced(var partition, var current)
        ? new CommitOutcome.Fenced(partition + first, current)
        : outcome;
  }

  private Batch inner(Batch batch) {
    List<InboxSegment> inbox =
        batch.inbox().stream()
            .map(one -> new InboxSegment(one.target() - first, one.key(), one.value()))
            .toList();
    return new Batch(
        batch.partition() - first,
        batch.epoch(),
        batch.batchNo(),
        batch.bookkeeping(),
        batch.writes(),
        inbox);
  }

  @Override
  public void load(int partition, List<Write.Put> entries) {
    store.load(partition - first, entries);
  }

  @Override
  public void close() {
    store.close();
  }
}
