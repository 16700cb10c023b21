package dev.perdure.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.kernel.spi.Batch;
import dev.perdure.kernel.spi.CommitOutcome;
import dev.perdure.kernel.spi.Durability;
import dev.perdure.kernel.spi.Epoch;
import dev.perdure.kernel.spi.Write;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.TableProperties;

/** G9: what must be in the cache to read one key does not grow with the number of keys. */
final class RocksStoreFilesTest {
  private static final int KEYS = 200_000;
  private static final int KEYS_PER_COMMIT = 10_000;

  /** The smallest shard of a cache of RocksDB. */
  private static final long SHARD_BYTES = 512 << 10;

  @TempDir Path temp;

  @Test
  void indexesAndFiltersAreInPartsThatFitTheCache() throws Exception {
    Path dir = temp.resolve("store");
    RocksStoreConfig config =
        RocksStoreConfig.defaults()
            .withPartitions(1)
            .withDurability(Durability.OS)
            .withBytes(8 << 20, 8 << 20, 16 << 20);
    try (RocksStore store = RocksStore.open(dir, config)) {
      Epoch epoch = store.acquire(0);
      for (int batch = 1; batch <= KEYS / KEYS_PER_COMMIT; batch++) {
        List<Write> writes = new ArrayList<>();
        for (int i = 0; i < KEYS_PER_COMMIT; i++) {
          writes.add(new Write.Put(key((batch - 1) * KEYS_PER_COMMIT + i), new byte[8]));
        }
        Batch next = new Batch(0, epoch, batch, new byte[0], writes, List.of());
        assertThat(store.commit(List.of(next))).isEqualTo(new CommitOutcome.Committed());
      }
    }
    RocksStore.open(dir, config).close(); // Writes to sorted files what was in the log.
    List<TableProperties> tables = tables(Layout.databaseDir(dir));
    assertThat(tables).isNotEmpty();
    long keys = 0;
    for (TableProperties table : tables) {
      keys += table.getNumEntries();
      assertThat(table.getIndexPartitions()).isPositive();
      assertThat(table.getTopLevelIndexSize()).isLessThan(SHARD_BYTES);
    }
    assertThat(keys).isGreaterThanOrEqualTo(KEYS);
  }

  private static byte[] key(int number) {
    return "c%036d".formatted(number).getBytes(US_ASCII);
  }

  private static List<TableProperties> tables(Path databaseDir) throws Exception {
    List<ColumnFamilyHandle> handles = new ArrayList<>();
    List<ColumnFamilyDescriptor> families =
        List.of(
            new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY),
            new ColumnFamilyDescriptor("runs".getBytes(US_ASCII)));
    try (DBOptions options = new DBOptions();
        RocksDB db = RocksDB.openReadOnly(options, databaseDir.toString(), families, handles)) {
      return List.copyOf(db.getPropertiesOfAllTables(handles.getFirst()).values());
    }
  }
}
