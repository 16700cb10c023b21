package dev.perdure.store;

import dev.perdure.kernel.spi.Batch;
import dev.perdure.kernel.spi.CommitOutcome.Fenced;
import dev.perdure.kernel.spi.Epoch;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * The epoch and the last batch number of every partition of a store: what a group of batches is
 * checked against before it is written. Guarded by its store's commit lock.
 */
final class PartitionTable {
  private final long[] epochs;
  private final long[] batchNos;

  PartitionTable(int partitions) {
    epochs = new long[partitions];
    batchNos = new long[partitions];
  }

  /** Takes over what a partition had when its store was closed. */
  void restore(int partition, long epoch, long batchNo) {
    epochs[partition] = epoch;
    batchNos[partition] = batchNo;
  }

  int count() {
    return epochs.length;
  }

  Epoch epoch(int partition) {
    return new Epoch(epochs[partition]);
  }

  /** Fences every earlier owner from here on. */
  void raise(int partition, Epoch epoch) {
    if (epoch.value() <= epochs[partition]) {
      throw new IllegalStateException(
          "partition "
              + partition
              + ": epoch "
              + epoch.value()
              + " does not raise "
              + epochs[partition]);
    }
    epochs[partition] = epoch.value();
  }

  /** Refuses a group as the seam says: nothing of it may be written then. */
  Optional<Fenced> check(List<Batch> group) {
    BitSet seen = new BitSet(epochs.length);
    for (Batch batch : group) {
      checkPartition(batch.partition());
      if (seen.get(batch.partition())) {
        throw new IllegalArgumentException("two batches of partition " + batch.partition());
      }
      seen.set(batch.partition());
      batch.inbox().forEach(segment -> checkPartition(segment.target()));
    }
    for (Batch batch : group) {
      if (batch.epoch().value() != epochs[batch.partition()]) {
        return Optional.of(new Fenced(batch.partition(), epoch(batch.partition())));
      }
    }
    for (Batch batch : group) {
      long last = batchNos[batch.partition()];
      if (batch.batchNo() != last + 1) {
        throw new IllegalArgumentException(
            "partition " + batch.partition() + ": batch " + batch.batchNo() + " after " + last);
      }
    }
    return Optional.empty();
  }

  /** Remembers that a checked group was written. */
  void advance(List<Batch> group) {
    group.forEach(batch -> batchNos[batch.partition()] = batch.batchNo());
  }

  void checkPartition(int partition) {
    if (partition < 0 || partition >= epochs.length) {
      throw new IllegalArgumentException(
          "no partition " + partition + ": the store has 0 to " + (epochs.length - 1));
    }
  }
}
