package dev.perdure.kernel;

import dev.perdure.kernel.spi.Batch;
import dev.perdure.kernel.spi.Epoch;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** G7 over the history of commits: one committing epoch for each batch number, the highest. */
final class CommitHistory {
  private final Map<Integer, Epoch> owners = new TreeMap<>();
  private final Map<Integer, Long> batches = new TreeMap<>();
  private long groups;

  void acquired(int partition, Epoch epoch) {
    Epoch before = owners.put(partition, epoch);
    Violation.check(
        before == null || before.value() < epoch.value(),
        "G7: partition %d acquired under %s after %s",
        partition,
        epoch,
        before);
  }

  void committed(List<Batch> group) {
    groups++;
    for (Batch batch : group) {
      Violation.check(
          batch.epoch().equals(owners.get(batch.partition())),
          "G7: batch %d of partition %d committed under %s, and the owner's is %s",
          batch.batchNo(),
          batch.partition(),
          batch.epoch(),
          owners.get(batch.partition()));
      long before = batches.getOrDefault(batch.partition(), 0L);
      Violation.check(
          batch.batchNo() == before + 1,
          "G7: partition %d committed batch %d after %d",
          batch.partition(),
          batch.batchNo(),
          before);
      batches.put(batch.partition(), batch.batchNo());
    }
  }

  long groups() {
    return groups;
  }
}
