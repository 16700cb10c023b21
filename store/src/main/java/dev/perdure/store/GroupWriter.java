package dev.perdure.store;

import dev.perdure.kernel.spi.Batch;
import dev.perdure.kernel.spi.Epoch;
import dev.perdure.kernel.spi.Head;
import dev.perdure.kernel.spi.Write;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * Turns what is committed at once into one write batch of RocksDB. Its first entry is the mark of
 * the group, so that the log alone tells which group a record holds.
 */
final class GroupWriter {
  /** One change, under the key it has in the database. */
  private sealed interface Change {
    /** The key, or the first of them. */
    byte[] key();

    record Put(byte space, byte[] key, byte[] value) implements Change {}

    record Delete(byte space, byte[] key) implements Change {}

    record DeleteRange(byte space, byte[] key, byte[] to) implements Change {}
  }

  private final RocksDatabase database;
  private final Mark last;
  private final CRC32C checksum = new CRC32C();
  private final List<Change> changes = new ArrayList<>();

  /** The group after {@code last}. */
  GroupWriter(RocksDatabase database, Mark last) {
    this.database = database;
    this.last = last;
    checksum.update(last.toBytes());
  }

  void epoch(int partition, Epoch epoch) {
    put(Layout.OWN_SPACE, Layout.epochKey(partition), Layout.epochValue(epoch));
  }

  void batch(Batch batch) {
    put(
        Layout.OWN_SPACE,
        Layout.headKey(batch.partition()),
        Layout.headValue(new Head(batch.batchNo(), batch.bookkeeping())));
    batch.writes().forEach(write -> change(batch.partition(), write));
    for (Batch.InboxSegment segment : batch.inbox()) {
      put(KeySpace.of(segment.key()), Layout.key(segment.target(), segment.key()), segment.value());
    }
  }

  private void change(int partition, Write write) {
    switch (write) {
      case Write.Put put ->
          put(KeySpace.of(put.key()), Layout.key(partition, put.key()), put.value());
      case Write.Delete delete -> {
        byte[] key = Layout.key(partition, delete.key());
        checksum.update(key);
        changes.add(new Change.Delete(KeySpace.of(delete.key()), key));
      }
      case Write.DeleteRange range -> {
        byte space = KeySpace.of(range.from(), range.to());
        if (Arrays.compareUnsigned(range.from(), range.to()) < 0) {
          byte[] from = Layout.key(partition, range.from());
          byte[] to = Layout.key(partition, range.to());
          checksum.update(from);
          checksum.update(to);
          changes.add(new Change.DeleteRange(space, from, to));
        }
      }
    }
  }

  private void put(byte space, byte[] key, byte[] value) {
    checksum.update(key);
    checksum.update(value);
    changes.add(new Change.Put(space, key, value));
  }

  /**
   * In the order of keys, the place of each in the memtable is looked for near that of the one
   * before. Changes of one key stay in the order in which they came.
   */
  private void sort() {
    if (changes.stream().noneMatch(Change.DeleteRange.class::isInstance)) {
      changes.sort((one, other) -> Arrays.compareUnsigned(one.key(), other.key()));
    }
  }

  /** Writes the group, all or nothing; the mark of the store from here on. */
  Mark write() throws RocksDBException {
    Mark mark = new Mark(last.groupNo() + 1, (int) checksum.getValue());
    sort();
    try (WriteBatch batch = new WriteBatch()) {
      database.put(batch, Layout.OWN_SPACE, Layout.GROUP_KEY, mark.toBytes());
      for (Change change : changes) {
        switch (change) {
          case Change.Put put -> database.put(batch, put.space(), put.key(), put.value());
          case Change.Delete delete -> database.delete(batch, delete.space(), delete.key());
          case Change.DeleteRange range ->
              database.deleteRange(batch, range.space(), range.key(), range.to());
        }
      }
      database.write(batch);
    }
    return mark;
  }
}
