package dev.perdure.store;

import dev.perdure.kernel.spi.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.rocksdb.RocksDBException;

/**
 * Makes a store out of an empty directory. The first file says that the store is not ready, the
 * last step says that it is; a creation cut off in between held nothing and is done over.
 */
final class Creation {
  /** What may lie in a directory before {@link StoreFile} does. */
  private static final Set<String> BEFORE = Set.of(DirectoryLock.FILE, StoreFile.TEMPORARY);

  private Creation() {}

  /** Refuses a directory with files of somebody else, before anything is written to it. */
  static void checkIsStoreOrEmpty(Path dir) throws IOException {
    if (RocksStore.isIn(dir)) {
      return;
    }
    try (Stream<Path> files = Files.list(dir)) {
      List<String> others =
          files
              .map(file -> file.getFileName().toString())
              .filter(f -> !BEFORE.contains(f))
              .toList();
      if (!others.isEmpty()) {
        throw new StoreException(
            dir
                + " is not a data directory of Perdure, or has lost its file "
                + StoreFile.NAME
                + ": it holds "
                + others.stream().sorted().limit(5).toList()
                + "; choose an empty directory, or restore this one from a copy");
      }
    }
  }

  /** Creates the store unless it is there; checks that it is one for {@code config}. */
  static void completeOrCheck(Path dir, RocksStoreConfig config)
      throws IOException, RocksDBException {
    Optional<StoreFile> found = StoreFile.read(dir);
    if (found.isPresent() && found.get().ready()) {
      if (found.get().partitions() != config.partitions()) {
        throw new StoreException(
            "the store in "
                + dir
                + " has "
                + found.get().partitions()
                + " partitions, "
                + config.partitions()
                + " are configured; the number is fixed at its creation: set"
                + " partitions to "
                + found.get().partitions());
      }
      return;
    }
    StoreFile file = new StoreFile(StoreFile.FORMAT, config.partitions(), false);
    file.write(dir);
    deleteAll(Layout.databaseDir(dir));
    AcknowledgedFile.create(dir);
    new RocksDatabase(Layout.databaseDir(dir), config, true).close();
    new StoreFile(file.format(), file.partitions(), true).write(dir);
  }

  /** What a process left there that died; it was taken over by the database, or is loaded again. */
  static void emptyLoadingDir(Path dir) throws IOException {
    deleteAll(Layout.loadingDir(dir));
    Files.createDirectory(Layout.loadingDir(dir));
  }

  private static void deleteAll(Path dir) throws IOException {
    if (Files.exists(dir)) {
      try (Stream<Path> files = Files.walk(dir)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
