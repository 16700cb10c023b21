package dev.perdure.kernel.spi;

import static dev.perdure.kernel.spi.StoreWords.batch;
import static dev.perdure.kernel.spi.StoreWords.committed;

import java.util.List;

/** One owner of a partition, who counts its batches. */
final class Owner {
  private final Store store;
  private final int partition;
  private final Epoch epoch;
  private long batchNo;

  /** Acquires the partition. */
  Owner(Store store, int partition) {
    this.store = store;
    this.partition = partition;
    epoch = store.acquire(partition);
    batchNo = store.head(partition).batchNo();
  }

  Epoch epoch() {
    return epoch;
  }

  /** The next batch, which the caller commits. */
  Batch next(Write... writes) {
    return batch(partition, epoch, ++batchNo, List.of(writes), List.of());
  }

  void commit(Write... writes) {
    commit(List.of(writes), List.of());
  }

  void commit(List<Write> writes, List<Batch.InboxSegment> inbox) {
    committed(store, batch(partition, epoch, batchNo + 1, writes, inbox));
    batchNo++;
  }
}
