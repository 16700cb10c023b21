package dev.perdure.kernel;

import dev.perdure.kernel.spi.RarePaths;
import org.jspecify.annotations.Nullable;

/** What a partition needs of whoever runs it. Called while the partition works; must not block. */
public interface PartitionHost {
  /** Queues a step record to the commit stream of the partition's store. */
  void publish(StepRecord stepRecord);

  /**
   * Hands a message to another partition of the same store, after the record of the step that sent
   * it was published. Losing it is harmless: the receiver sees the gap and reads its inbox.
   */
  void handOver(int target, HandOver handOver);

  /**
   * Has {@link OldIds#load} called, on a thread that may block, and then {@link Partition#loaded}
   * in a turn of the partition. When it fails the partition has to be opened anew.
   */
  void load(OldIds ids);

  /** Who hears what becomes of events; null in production. Asked once, at the opening. */
  default @Nullable StepObserver observer() {
    return null;
  }

  /** Who remembers at which events the process failed. Asked once, at the opening. */
  default Culprits culprits() {
    return Culprits.NONE;
  }

  /** Which rare paths are taken. Asked once, at the opening. */
  default RarePaths rarePaths() {
    return RarePaths.NEVER;
  }

  /**
   * After something was handed over, the partition goes on with another event, which may take as
   * long as its handler likes: who was handed something must not wait for that.
   */
  default void goesOn() {}

  /** A message on its way between two partitions of one commit stream. */
  record HandOver(Message.Envelope envelope) {
    /** The partition that sent it. */
    public int source() {
      return envelope.source();
    }

    /** Its number in the stream from there. */
    public long seq() {
      return envelope.seq();
    }
  }
}
