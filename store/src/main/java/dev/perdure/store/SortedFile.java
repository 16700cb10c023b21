package dev.perdure.store;

import java.nio.file.Path;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompressionType;
import org.rocksdb.EnvOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileWriter;

/** A sorted file made beside the database, for {@link RocksDatabase#ingest}. Used by one thread. */
final class SortedFile implements AutoCloseable {
  private final EnvOptions env = new EnvOptions();
  private final BloomFilter filter = new BloomFilter(RocksDatabase.BLOOM_BITS_PER_KEY);
  private final Options options = new Options();
  private final SstFileWriter writer;

  /** Begins a file, in the place of one that may be there. */
  SortedFile(Path file) throws RocksDBException {
    options
        .setTableFormatConfig(new BlockBasedTableConfig().setFilterPolicy(filter))
        // As in the family that takes it over: hardly smaller, and time for each entry.
        .setCompressionType(CompressionType.NO_COMPRESSION);
    writer = new SstFileWriter(env, options);
    try {
      writer.open(file.toString());
    } catch (RocksDBException e) {
      close();
      throw e;
    }
  }

  /** Adds an entry; keys ascend. */
  void add(byte[] key, byte[] value) throws RocksDBException {
    writer.put(key, value);
  }

  /** Ends the file, which is durable then. */
  void finish() throws RocksDBException {
    writer.finish();
  }

  @Override
  public void close() {
    writer.close();
    options.close();
    filter.close();
    env.close();
  }
}
