package dev.perdure.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Settings and directories of stores for tests. */
final class TestStores {
  /** Little memory, so that many can be open. */
  static final RocksStoreConfig SMALL =
      RocksStoreConfig.defaults().withPartitions(4).withBytes(8 << 20, 64 << 20, 64 << 20);

  private TestStores() {}

  /**
   * Where opening a store a thousand times takes no time: in memory, where there is such a place.
   */
  static Path fastDirectory() throws IOException {
    Path memory = Path.of("/dev/shm");
    return Files.isWritable(memory)
        ? Files.createTempDirectory(memory, "perdure")
        : Files.createTempDirectory("perdure");
  }

  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
  }

  static void delete(Path dir) throws IOException {
    if (Files.exists(dir)) {
      try (Stream<Path> files = Files.walk(dir)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
