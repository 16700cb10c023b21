package dev.perdure.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.kernel.spi.CommitHistory;
import dev.perdure.kernel.spi.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code kill -9} leaves: every acknowledged group, at most one more, and nothing in part. */
final class RocksStoreKillTest {
  private static final int VALUE_BYTES = 300;
  private static final int ROUNDS = 5;

  @TempDir Path temp;

  /** What the contract says of a synced store. */
  @Test
  void aKilledStoreKeepsEveryAcknowledgedGroupWithoutSync() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Path dir = temp.resolve("unsynced");
    for (int round = 0; round < ROUNDS; round++) {
      long acknowledged =
          HistoryWriter.runAndKill(
              dir, "OS", VALUE_BYTES, HistoryWriter.ONE_LOG, 1 + random.nextInt(600));
      try (RocksStore store = RocksStore.open(dir, TestStores.SMALL)) {
        long found = CommitHistory.check(store, VALUE_BYTES, acknowledged);
        assertThat(found).as("seed " + seed).isLessThanOrEqualTo(acknowledged + 1);
      }
    }
  }

  /** Killed while it loads: what was told is there, each load whole or in part, commits go on. */
  @Test
  void aKilledStoreKeepsWhatWasLoaded() throws Exception {
    Random random = new Random();
    Path dir = temp.resolve("loaded");
    int told = 0;
    for (int round = 0; round < ROUNDS; round++) {
      told = LoadWriter.runAndKill(dir, told, 1 + random.nextInt(20));
      try (RocksStore store = RocksStore.open(dir, TestStores.SMALL)) {
        assertThat(LoadWriter.missing(store, told)).isEmpty();
      }
      try (Stream<Path> left = Files.list(dir.resolve("loading"))) {
        assertThat(left).isEmpty();
      }
    }
  }

  @Test
  void aDirectoryInUseNamesTheProcess() throws Exception {
    Path dir = temp.resolve("used");
    try (ChildProcess child =
        ChildProcess.start(
            HistoryWriter.class, dir.toString(), "SYNC", "" + VALUE_BYTES, HistoryWriter.ONE_LOG)) {
      assertThat(child.line()).isEqualTo("open 0");
      assertThatThrownBy(() -> RocksStore.open(dir, TestStores.SMALL))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining(dir.toString())
          .hasMessageContaining("process " + child.pid());
    }
    RocksStore.open(dir, TestStores.SMALL).close();
  }

  /** The planted bug: a group reported before it is committed is missed. */
  @Test
  void anAcknowledgementBeforeTheCommitIsCaught() throws Exception {
    Path dir = temp.resolve("early");
    long acknowledged = 0;
    try (ChildProcess child =
        ChildProcess.start(
            HistoryWriter.class,
            dir.toString(),
            "SYNC",
            "" + VALUE_BYTES,
            HistoryWriter.ONE_LOG,
            "5")) {
      assertThat(child.line()).isEqualTo("open 0");
      for (String line = child.line(); !line.isEmpty(); line = child.line()) {
        acknowledged = Long.parseLong(line);
      }
    }
    long reported = acknowledged;
    assertThat(reported).isEqualTo(5);
    try (RocksStore store = RocksStore.open(dir, TestStores.SMALL)) {
      assertThatThrownBy(() -> CommitHistory.check(store, VALUE_BYTES, reported))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("groups in the store");
    }
  }
}
