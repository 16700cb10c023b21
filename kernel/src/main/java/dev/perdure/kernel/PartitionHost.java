package dev.perdure.kernel;

/** What a partition needs of whoever runs it. Called while the partition works; must not block. */
public interface PartitionHost {
  /** Queues a step record to the commit stream of the partition's store. */
  void publish(StepRecord stepRecord);

  /**
   * Hands a message to another partition of the same store, after the record of the step that sent
   * it was published. Losing it is harmless: the receiver sees the gap and reads its inbox.
   */
  void handOver(int target, HandOver handOver);

  /** A message on its way between two partitions of one commit stream. */
  record HandOver(Message.Envelope envelope) {}
}
