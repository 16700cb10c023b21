package dev.perdure.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.kernel.spi.StoreException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code kill -9} leaves: every acknowledged group, at most one more, and nothing in part. */
final class RocksStoreKillTest {
  private static final int VALUE_BYTES = 300;
  private static final int ROUNDS = 5;

  @TempDir Path temp;

  @Test
  void aKilledStoreKeepsEveryAcknowledgedGroup() throws Exception {
    killInRounds("SYNC", HistoryWriter.MANY_LOGS);
  }

  @Test
  void aKilledStoreKeepsEveryAcknowledgedGroupWithoutSync() throws Exception {
    killInRounds("OS", HistoryWriter.ONE_LOG);
  }

  private void killInRounds(String durability, String memtables) throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Path dir = temp.resolve(durability);
    long found = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long acknowledged = runAndKill(dir, durability, memtables, found, 1 + random.nextInt(600));
      try (RocksStore store = RocksStore.open(dir, TestStores.SMALL)) {
        found = TestStores.checkHistory(store, VALUE_BYTES, acknowledged);
        assertThat(found).as("seed " + seed).isLessThanOrEqualTo(acknowledged + 1);
      }
    }
  }

  /** Kills a writer in the middle of its work, after {@code count} groups of its own. */
  private static long runAndKill(
      Path dir, String durability, String memtables, long found, int count) throws Exception {
    try (ChildProcess child =
        ChildProcess.start(
            HistoryWriter.class, dir.toString(), durability, "" + VALUE_BYTES, memtables)) {
      assertThat(child.line()).isEqualTo("open " + found);
      long acknowledged = found;
      String line = child.line();
      for (int i = 0; !line.isEmpty(); i++) {
        acknowledged = Long.parseLong(line);
        if (i == count) {
          child.kill(); // What it reports until it is dead counts as well.
        }
        line = child.line();
      }
      assertThat(child.exitCode()).isEqualTo(128 + 9);
      return acknowledged;
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
      assertThatThrownBy(() -> TestStores.checkHistory(store, VALUE_BYTES, reported))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("groups in the store");
    }
  }
}
