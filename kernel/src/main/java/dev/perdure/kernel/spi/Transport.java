package dev.perdure.kernel.spi;

import java.util.List;

/**
 * Carries events between partitions of different stores. It may lose, repeat, delay and reorder:
 * the kernel numbers, acknowledges and repeats. Both calls return at once.
 */
public interface Transport {
  /** Sends a run of the stream from one partition to another. */
  void send(Frame frame);

  /**
   * Tells the source that all of its stream up to {@code seq} is durably taken over.
   *
   * @param again whether something behind that was let go, for want of room or because what comes
   *     before it was missing: the source is to send it again
   */
  void acknowledge(int source, int target, long seq, boolean again);

  /**
   * Consecutive events of the stream {@code source -> target}, encoded, the first with number
   * {@code firstSeq}.
   */
  record Frame(int source, int target, long firstSeq, List<byte[]> events) {}
}
