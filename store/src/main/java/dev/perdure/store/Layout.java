package dev.perdure.store;

import dev.perdure.kernel.spi.Epoch;
import dev.perdure.kernel.spi.Head;
import dev.perdure.kernel.spi.StoreException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.rocksdb.RocksDBException;

/**
 * Where things lie in a data directory and in its database. A kernel's key is preceded by the
 * number of its partition, two bytes, big-endian. The number 65,535 is no partition: the store's
 * own records lie behind it, out of reach of every key and scan.
 *
 * <pre>
 * perdure-store      format, partitions ({@link StoreFile})
 * acknowledged       the bound ({@link AcknowledgedFile})
 * LOCK               exclusive use ({@link DirectoryLock})
 * loading/           files on their way into RocksDB ({@link SortedFile})
 * db/                RocksDB
 *   FFFF 'g'         mark of the last group
 *   FFFF 'e' pppp    epoch of a partition
 *   FFFF 'h' pppp    head of a partition: batch number, bookkeeping
 *   pppp key         an entry of a partition
 * </pre>
 */
final class Layout {
  static final String DATABASE = "db";

  /** Own records lie with the keys that are read one by one. */
  static final byte OWN_SPACE = 0;

  /** What stands before a kernel's key. */
  static final int PREFIX_BYTES = 2;

  static final byte[] GROUP_KEY = {(byte) 0xFF, (byte) 0xFF, 'g'};

  private Layout() {}

  static Path databaseDir(Path dir) {
    return dir.resolve(DATABASE);
  }

  static Path loadingDir(Path dir) {
    return dir.resolve("loading");
  }

  /** The key, with its partition before it, goes into the buffer. */
  static void putKey(ByteBuffer full, int partition, byte[] key) {
    full.putShort((short) partition).put(key);
  }

  static byte[] key(int partition, byte[] key) {
    byte[] full = new byte[key.length + PREFIX_BYTES];
    full[0] = (byte) (partition >> 8);
    full[1] = (byte) partition;
    System.arraycopy(key, 0, full, PREFIX_BYTES, key.length);
    return full;
  }

  static byte[] epochKey(int partition) {
    return ownKey('e', partition);
  }

  static byte[] headKey(int partition) {
    return ownKey('h', partition);
  }

  private static byte[] ownKey(char kind, int partition) {
    return new byte[] {
      (byte) 0xFF, (byte) 0xFF, (byte) kind, (byte) (partition >> 8), (byte) partition
    };
  }

  static byte[] epochValue(Epoch epoch) {
    return ByteBuffer.allocate(Long.BYTES).putLong(epoch.value()).array();
  }

  static byte[] headValue(Head head) {
    return ByteBuffer.allocate(Long.BYTES + head.bookkeeping().length)
        .putLong(head.batchNo())
        .put(head.bookkeeping())
        .array();
  }

  static Mark readMark(RocksDatabase database) throws RocksDBException {
    byte[] value = database.get(OWN_SPACE, GROUP_KEY);
    return value == null ? Mark.START : Mark.read(ByteBuffer.wrap(value));
  }

  static Head readHead(RocksDatabase database, int partition) throws RocksDBException {
    byte[] value = database.get(OWN_SPACE, headKey(partition));
    if (value == null) {
      return Head.NONE;
    }
    return new Head(
        ByteBuffer.wrap(value).getLong(), Arrays.copyOfRange(value, Long.BYTES, value.length));
  }

  static PartitionTable readTable(RocksDatabase database, int partitions) throws RocksDBException {
    PartitionTable table = new PartitionTable(partitions);
    for (int partition = 0; partition < partitions; partition++) {
      byte[] epoch = database.get(OWN_SPACE, epochKey(partition));
      Head head = readHead(database, partition);
      if (epoch == null && head.batchNo() > 0) {
        throw new StoreException(
            "partition "
                + partition
                + " has batches but no epoch: the data is damaged; restore the"
                + " data directory from a copy");
      }
      table.restore(
          partition, epoch == null ? 0 : ByteBuffer.wrap(epoch).getLong(), head.batchNo());
    }
    return table;
  }
}
