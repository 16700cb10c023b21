package dev.perdure.kernel.spi;

import java.util.List;

/**
 * All that one partition commits at once: its next head, writes in its own key space, and segments
 * for the inbox ranges of partitions of the same store.
 *
 * @param batchNo the successor of the partition's last committed batch number
 * @param bookkeeping the kernel's part of the {@link Head}
 */
public record Batch(
    int partition,
    Epoch epoch,
    long batchNo,
    byte[] bookkeeping,
    List<Write> writes,
    List<InboxSegment> inbox) {
  public Batch {
    if (partition < 0) {
      throw new IllegalArgumentException("partition must be >= 0: " + partition);
    }
    if (batchNo < 1) {
      throw new IllegalArgumentException("batch number must be >= 1: " + batchNo);
    }
  }

  /** A segment of events put into the inbox range of {@code target}, under {@code key} there. */
  public record InboxSegment(int target, byte[] key, byte[] value) {}
}
