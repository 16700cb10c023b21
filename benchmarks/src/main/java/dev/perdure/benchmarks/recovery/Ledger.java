package dev.perdure.benchmarks.recovery;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What was asked of each of some counters and what of it was acknowledged, in a file that outlives
 * its process: a killed process leaves what it has written to a mapped file. Safe for use by many
 * threads.
 */
final class Ledger {
  private static final VarHandle INTS =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());
  private static final int ENTRY_BYTES = 2 * Integer.BYTES;

  private final MappedByteBuffer bytes;
  private final int counters;

  private Ledger(MappedByteBuffer bytes, int counters) {
    this.bytes = bytes;
    this.counters = counters;
  }

  /** Opens a ledger, or makes an empty one. */
  static Ledger open(Path file, int counters) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new Ledger(
          channel.map(FileChannel.MapMode.READ_WRITE, 0, (long) counters * ENTRY_BYTES), counters);
    }
  }

  int counters() {
    return counters;
  }

  /** 1 is about to be added to a counter. */
  void asked(int counter) {
    int _ = (int) INTS.getAndAdd(bytes, counter * ENTRY_BYTES, 1);
  }

  /** What was asked for was acknowledged. */
  void acknowledged(int counter) {
    int _ = (int) INTS.getAndAdd(bytes, counter * ENTRY_BYTES + Integer.BYTES, 1);
  }

  /**
   * Whether a counter may have such a sum: nothing acknowledged is lost, nothing is added twice.
   */
  boolean allows(int counter, long sum) {
    int asked = (int) INTS.getVolatile(bytes, counter * ENTRY_BYTES);
    int acknowledged = (int) INTS.getVolatile(bytes, counter * ENTRY_BYTES + Integer.BYTES);
    return acknowledged <= sum && sum <= asked;
  }
}
