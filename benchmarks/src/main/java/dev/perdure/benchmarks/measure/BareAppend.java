package dev.perdure.benchmarks.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The limit: appends to a growing file on the same disk, each with an fdatasync. Every other figure
 * is read against the median of these, taken in the same run.
 */
public final class BareAppend {
  /** Of as many as are measured, one for so many goes before. */
  private static final int WARM_UP_SHARE = 5;

  private BareAppend() {}

  /**
   * Appends {@code count} times {@code sizeBytes} bytes to a file in {@code dir}, one fdatasync
   * each. Returns the median of what they took, in microseconds.
   */
  public static double micros(Path dir, int sizeBytes, int count) {
    Latencies latencies = new Latencies();
    Path file = dir.resolve("bare-append");
    try {
      Files.createDirectories(dir);
      try (FileChannel channel =
          FileChannel.open(
              file,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(sizeBytes);
        for (int i = -count / WARM_UP_SHARE; i < count; i++) {
          bytes.clear();
          bytes.putInt(0, i);
          long start = System.nanoTime();
          while (bytes.hasRemaining()) {
            channel.write(bytes);
          }
          channel.force(false);
          if (i >= 0) {
            latencies.add(System.nanoTime() - start);
          }
        }
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot measure the disk under " + dir, e);
    }
    return latencies.micros(0.5);
  }
}
