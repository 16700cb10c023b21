package dev.perdure.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.kernel.spi.Batch;
import dev.perdure.kernel.spi.CommitOutcome;
import dev.perdure.kernel.spi.Durability;
import dev.perdure.kernel.spi.Epoch;
import dev.perdure.kernel.spi.Write;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The size on disk goes by what there is, not by how much was ever written. */
final class RocksStoreSizeTest {
  private static final long MIB = 1 << 20;
  private static final long LOG_BYTES = 4 * MIB;

  /** While they are written to files, the log has what is in them as well. */
  private static final long MEMTABLES_BYTES = 64 * MIB;

  private static final int KEYS = 256;
  private static final int VALUE_BYTES = 4 << 10;
  private static final long LIVE_BYTES = (long) KEYS * VALUE_BYTES;

  /** Writers are slowed down at 20 files that are not merged; and there are those of the merge. */
  private static final int COPIES = 24;

  private static final int ROUNDS = 200;

  @TempDir Path temp;

  private final SplittableRandom random = new SplittableRandom(1);

  @Test
  void overwritingTheSameKeysKeepsLogAndFilesSmall() throws IOException {
    RocksStoreConfig config =
        RocksStoreConfig.defaults()
            .withPartitions(1)
            .withDurability(Durability.OS)
            .withBytes(8 * MIB, MEMTABLES_BYTES, LOG_BYTES);
    Path dir = temp.resolve("store");
    long longest = 0;
    try (RocksStore store = RocksStore.open(dir, config)) {
      Epoch epoch = store.acquire(0);
      // Stays in its memtable, and holds on to the log that it is in, until the bound is reached.
      commit(store, epoch, 1, List.of(new Write.Put(key('r', 0), new byte[8])));
      for (int round = 0; round < ROUNDS; round++) {
        List<Write> writes = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
          writes.add(new Write.Put(key('s', i), value()));
        }
        commit(store, epoch, 2 + round, writes);
        longest = Math.max(longest, bytes(dir, ".log"));
      }
    }
    assertThat(ROUNDS * LIVE_BYTES).isGreaterThan(2 * (LOG_BYTES + MEMTABLES_BYTES));
    assertThat(longest).isBetween(LOG_BYTES / 2, LOG_BYTES + MEMTABLES_BYTES);
    RocksStore.open(dir, config).close(); // Writes to sorted files what was in the log.
    assertThat(bytes(dir, "")).isLessThan(COPIES * LIVE_BYTES + LOG_BYTES);
  }

  private static void commit(RocksStore store, Epoch epoch, long number, List<Write> writes) {
    Batch next = new Batch(0, epoch, number, new byte[0], writes, List.of());
    assertThat(store.commit(List.of(next))).isEqualTo(new CommitOutcome.Committed());
  }

  private static byte[] key(char space, int number) {
    return (space + "%08d".formatted(number)).getBytes(US_ASCII);
  }

  /** By chance, so that it cannot be made smaller. */
  private byte[] value() {
    byte[] value = new byte[VALUE_BYTES];
    random.nextBytes(value);
    return value;
  }

  /** A file that is removed meanwhile has no length. */
  private static long bytes(Path dir, String ending) throws IOException {
    try (Stream<Path> files = Files.list(Layout.databaseDir(dir))) {
      return files
          .filter(file -> file.toString().endsWith(ending))
          .mapToLong(file -> file.toFile().length())
          .sum();
    }
  }
}
