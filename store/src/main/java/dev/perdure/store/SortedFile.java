package dev.perdure.store;

import dev.perdure.kernel.spi.Write;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.EnvOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileWriter;

/**
 * A sorted file with entries of one partition and key space, made beside the database, for {@link
 * RocksDatabase#ingest}. Used by one thread.
 */
final class SortedFile implements AutoCloseable {
  private static final int BUFFER_BYTES = 256;

  private final EnvOptions env = new EnvOptions();
  private final BloomFilter filter = new BloomFilter(RocksDatabase.BLOOM_BITS_PER_KEY);
  private final Options options = new Options();
  private final SstFileWriter writer;
  private final int partition;

  // Outside of the heap, where RocksDB reads entries without a copy of each array.
  private ByteBuffer key = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private ByteBuffer value = ByteBuffer.allocateDirect(BUFFER_BYTES);

  /** Begins a file, in the place of one that may be there. */
  SortedFile(Path file, int partition) throws RocksDBException {
    this.partition = partition;
    options.setTableFormatConfig(new BlockBasedTableConfig().setFilterPolicy(filter));
    writer = new SstFileWriter(env, options);
    try {
      writer.open(file.toString());
    } catch (RocksDBException e) {
      close();
      throw e;
    }
  }

  /** Adds an entry; keys ascend. */
  void add(Write.Put entry) throws RocksDBException {
    key = emptied(key, Layout.PREFIX_BYTES + entry.key().length);
    value = emptied(value, entry.value().length);
    Layout.putKey(key, partition, entry.key());
    writer.put(key.flip(), value.put(entry.value()).flip());
  }

  private static ByteBuffer emptied(ByteBuffer buffer, int bytes) {
    return bytes <= buffer.capacity() ? buffer.clear() : ByteBuffer.allocateDirect(2 * bytes);
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
