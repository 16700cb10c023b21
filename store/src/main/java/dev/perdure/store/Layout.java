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
 *   gggggggggggggggg a redo record, by its group, in a family of its own ({@link RedoWindow})
 * </pre>
 */
final class Layout {
  static final String DATABASE = "db";

  /** Own records lie with the keys that are read one by one. */
  static final byte OWN_SPACE = 0;

  /** Redo records lie by themselves: they are large, and gone soon. */
  static final byte REDO_SPACE = 1;

  static final byte[] GROUP_KEY = {(byte) 0xFF, (byte) 0xFF, 'g'};

  private Layout() {}

  static Path databaseDir(Path dir) {
    return dir.resolve(DATABASE);
  }

  static Path loadingDir(Path dir) {
    return dir.resolve("loading");
  }

  static byte[] key(int partition, byte[] key) {
    byte[] full = new byte[key.length + 2];
    full[0] = (byte) (partition >> 8);
    full[1] = (byte) partition;
    System.arraycopy(key, 0, full, 2, key.length);
    return full;
  }

  static byte[] withoutPartition(byte[] full) {
    return Arrays.copyOfRange(full, 2, full.length);
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

  static byte[] redoKey(long groupNo) {
    return ByteBuffer.allocate(Long.BYTES).putLong(groupNo).array();
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
