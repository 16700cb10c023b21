package dev.perdure.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.kernel.spi.CommitHistory;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disk without room, as a process without the right to mount one can have it: the size of files
 * is bounded for a child process, and its log grows into the bound in the middle of a write.
 */
final class RocksStoreFullDiskTest {
  private static final int VALUE_BYTES = 100_000;

  /** 24 or 48 MiB: more than the native library, which is unpacked; less than fits a memtable. */
  private static final int BLOCKS = 48 << 10;

  @TempDir Path temp;

  @Test
  void aFullDiskStopsTheStoreWhichSaysWhyAndLosesNothing() throws Exception {
    Path dir = temp.resolve("store");
    long acknowledged = 0;
    try (ChildProcess child =
        ChildProcess.startWithFilesUpTo(
            BLOCKS,
            HistoryWriter.class,
            dir.toString(),
            "SYNC",
            "" + VALUE_BYTES,
            HistoryWriter.ONE_LOG)) {
      assertThat(child.line()).isEqualTo("open 0");
      String line = child.line();
      while (!line.startsWith("unknown")) {
        acknowledged = Long.parseLong(line);
        line = child.line();
      }
      assertThat(line).contains("no space left on device in " + dir).contains("opened anew");
      assertThat(child.line()).startsWith("then Unknown").contains("no space left on device");
      assertThat(child.line()).startsWith("refused").contains("no space left on device in " + dir);
      assertThat(child.line()).isEmpty();
      assertThat(child.exitCode()).isZero();
    }
    assertThat(acknowledged).isGreaterThan(10);
    // There is room again.
    try (RocksStore store = RocksStore.open(dir, TestStores.SMALL)) {
      long found = CommitHistory.check(store, VALUE_BYTES, acknowledged);
      assertThat(found).isLessThanOrEqualTo(acknowledged + 1);
      CommitHistory history = new CommitHistory(store, VALUE_BYTES);
      history.commit(3);
      CommitHistory.check(store, VALUE_BYTES, found + 3);
    }
  }
}
