package dev.perdure.kernel;

import dev.perdure.kernel.spi.Entropy;
import dev.perdure.kernel.spi.Epoch;
import dev.perdure.kernel.spi.Head;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the commit stream knows of one partition: where its next batch goes on. Made when the
 * partition is opened, from its head in the store; then used by the commit stream alone.
 */
public final class PartitionLog {
  final int partition;
  final Epoch epoch;
  long batchNo;
  final PartitionHead start;
  final long origin;

  /**
   * What ids made since the opening begin with. The origin tells this store from all others, also
   * from one in the same directory before. An epoch has one owner and is never held again. So no
   * other step makes this prefix and number.
   */
  final String idPrefix;

  long recordNo;
  long agedUpTo;
  final StreamNumbers consumed;
  final StreamNumbers sent;

  /**
   * By source: the last numbers of the inbox segments that this stream of commits wrote for this
   * partition and that are not yet consumed whole. Segments from before the opening are removed by
   * the partition that read them.
   */
  final Map<Integer, Deque<Long>> segments = new LinkedHashMap<>();

  PartitionLog(int partition, Epoch epoch, Head head, Entropy entropy) {
    this.partition = partition;
    this.epoch = epoch;
    this.batchNo = head.batchNo();
    this.start = PartitionHead.read(head.bookkeeping());
    this.origin = start.originOr(entropy);
    this.idPrefix =
        Long.toString(origin, 36)
            + "-"
            + Integer.toString(partition, 36)
            + "-"
            + Long.toString(epoch.value(), 36)
            + "-";
    this.recordNo = start.recordNo();
    this.agedUpTo = start.agedUpTo();
    this.consumed = new StreamNumbers(start.consumed());
    this.sent = new StreamNumbers(start.sent());
  }

  public int partition() {
    return partition;
  }

  Deque<Long> segmentsFrom(int source) {
    return segments.computeIfAbsent(source, _ -> new ArrayDeque<>());
  }
}
