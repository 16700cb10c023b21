package dev.perdure.kernel.spi;

/**
 * What a partition's last committed batch left at its head: its number, and the kernel's own
 * bookkeeping, opaque to the store. Batch numbers of a partition count 1, 2, 3 without a gap.
 */
public record Head(long batchNo, byte[] bookkeeping) {

  /** Before the first batch. */
  public static final Head NONE = new Head(0, new byte[0]);

  public Head {
    if (batchNo < 0) {
      throw new IllegalArgumentException("batch number must be >= 0: " + batchNo);
    }
  }
}
