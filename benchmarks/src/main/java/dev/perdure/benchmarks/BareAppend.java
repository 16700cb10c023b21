package dev.perdure.benchmarks;

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
  private static final int WARM_UP = 200;

  private BareAppend() {}

  /** The folder beside a data directory: on the same disk, and not in the directory itself. */
  static Path diskOf(Path dataDir) {
    Path parent = dataDir.toAbsolutePath().getParent();
    return parent == null ? dataDir : parent;
  }

  /**
   * Appends {@code count} times {@code sizeBytes} bytes to a file in {@code dir}, one fdatasync
   * each, and adds the microseconds of each to the latencies.
   */
  public static Latencies measure(Path dir, int sizeBytes, int count) {
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
        for (int i = 0; i < WARM_UP + count; i++) {
          bytes.clear();
          bytes.putInt(0, i);
          long start = System.nanoTime();
          while (bytes.hasRemaining()) {
            channel.write(bytes);
          }
          channel.force(false);
          if (i >= WARM_UP) {
            latencies.add(System.nanoTime() - start);
          }
        }
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot measure the disk under " + dir, e);
    }
    return latencies;
  }
}
