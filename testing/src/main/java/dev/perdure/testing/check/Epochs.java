package dev.perdure.testing.check;

import dev.perdure.kernel.spi.Batch;
import dev.perdure.kernel.spi.Epoch;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One committing epoch for each batch number, the highest (G7), and none is gone again (G4). */
final class Epochs {
  private final Map<Integer, Epoch> owners = new TreeMap<>();
  private final Map<Integer, Long> batches = new TreeMap<>();

  void acquired(int partition, Epoch epoch) {
    Epoch before = owners.put(partition, epoch);
    Guarantee.holds(
        before == null || before.value() < epoch.value(),
        "G7: partition %d acquired under %s after %s",
        partition,
        epoch,
        before);
  }

  /** What is committed stays: a store holds the last batch that it said to be durable (G4). */
  void found(int partition, long batchNo) {
    long committed = batches.getOrDefault(partition, 0L);
    Guarantee.holds(
        batchNo == committed,
        "G4: batch %d of partition %d is committed, and its store has %d",
        committed,
        partition,
        batchNo);
  }

  void committed(List<Batch> group) {
    for (Batch batch : group) {
      Epoch owner = owners.get(batch.partition());
      Guarantee.holds(
          batch.epoch().equals(owner),
          "G7: batch %d of partition %d committed under %s, and the owner's is %s",
          batch.batchNo(),
          batch.partition(),
          batch.epoch(),
          owner);
      long before = batches.getOrDefault(batch.partition(), 0L);
      Guarantee.holds(
          batch.batchNo() == before + 1,
          "G7: partition %d committed batch %d after %d",
          batch.partition(),
          batch.batchNo(),
          before);
      batches.put(batch.partition(), batch.batchNo());
    }
  }
}
