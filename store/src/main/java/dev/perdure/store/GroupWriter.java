package dev.perdure.store;

import dev.perdure.kernel.spi.Batch;
import dev.perdure.kernel.spi.Epoch;
import dev.perdure.kernel.spi.Head;
import dev.perdure.kernel.spi.Write;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * Turns what is committed at once into one write batch of RocksDB. Its first entry is the mark of
 * the group, so that the log alone tells which group a record holds.
 *
 * <p>Changes of hot keys go into the group's redo record, and only what has to leave the {@link
 * RedoWindow} for it is written under its key. A group that removes a range of hot keys, or whose
 * record would be too large, writes all of them under their keys, and nothing stays in the window.
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
  private final RedoWindow window;
  private final Mark last;
  private final CRC32C checksum = new CRC32C();
  private final List<Change> changes = new ArrayList<>();

  /** Of hot keys, in their order; those after a range of them are among the {@link #changes}. */
  private final List<RedoWindow.Change> hot = new ArrayList<>();

  private long redoLength;
  private boolean hotRange;

  /** Records that leave the window with this group. */
  private int left;

  /** The group after {@code last}. */
  GroupWriter(RocksDatabase database, RedoWindow window, Mark last) {
    this.database = database;
    this.window = window;
    this.last = last;
    checksum.update(last.toBytes());
  }

  void epoch(int partition, Epoch epoch) {
    put(Layout.OWN_SPACE, Layout.epochKey(partition), Layout.epochValue(epoch));
  }

  /** What redo records hold is written under its keys, and they go. */
  void redone(List<RocksDatabase.RedoRecord> records) {
    Map<ByteBuffer, RedoWindow.Change> last = new LinkedHashMap<>();
    for (RocksDatabase.RedoRecord each : records) {
      for (RedoWindow.Change change : RedoWindow.read(each.value())) {
        last.put(ByteBuffer.wrap(change.key()), change);
      }
      delete(Layout.REDO_SPACE, each.key());
    }
    last.values().forEach(this::underItsKey);
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
      case Write.Put put -> {
        byte space = KeySpace.of(put.key());
        byte[] key = Layout.key(partition, put.key());
        if (KeySpace.isHot(space)) {
          changeHot(new RedoWindow.Change(key, put.value()));
        } else {
          put(space, key, put.value());
        }
      }
      case Write.Delete delete -> {
        byte space = KeySpace.of(delete.key());
        byte[] key = Layout.key(partition, delete.key());
        if (KeySpace.isHot(space)) {
          changeHot(new RedoWindow.Change(key, null));
        } else {
          delete(space, key);
        }
      }
      case Write.DeleteRange range -> {
        byte space = KeySpace.of(range.from(), range.to());
        if (Arrays.compareUnsigned(range.from(), range.to()) < 0) {
          if (KeySpace.isHot(space)) {
            writeHotUnderTheirKeys();
          }
          byte[] from = Layout.key(partition, range.from());
          byte[] to = Layout.key(partition, range.to());
          checksum.update(from);
          checksum.update(to);
          changes.add(new Change.DeleteRange(space, from, to));
        }
      }
    }
  }

  private void changeHot(RedoWindow.Change change) {
    if (hotRange) {
      underItsKey(change);
    } else {
      hot.add(change);
      redoLength += change.length();
    }
  }

  private void underItsKey(RedoWindow.Change change) {
    byte[] value = change.value();
    if (value == null) {
      delete(KeySpace.HOT, change.key());
    } else {
      put(KeySpace.HOT, change.key(), value);
    }
  }

  /** What is in the window, then what this group has changed so far. */
  private void writeHotUnderTheirKeys() {
    if (!hotRange) {
      hotRange = true;
      leave(window.all());
      hot.forEach(this::underItsKey);
      hot.clear();
    }
  }

  private void leave(List<RedoWindow.Leaving> leaving) {
    for (RedoWindow.Leaving each : leaving) {
      each.changes().forEach(this::underItsKey);
      delete(Layout.REDO_SPACE, Layout.redoKey(each.groupNo()));
      left++;
    }
  }

  private void put(byte space, byte[] key, byte[] value) {
    checksum.update(key);
    checksum.update(value);
    changes.add(new Change.Put(space, key, value));
  }

  private void delete(byte space, byte[] key) {
    checksum.update(key);
    changes.add(new Change.Delete(space, key));
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
    if (!window.takes(redoLength)) {
      writeHotUnderTheirKeys();
    }
    ByteBuffer redo = window.scratch(hot.isEmpty() ? 0 : (int) redoLength);
    for (RedoWindow.Change change : hot) {
      RedoWindow.write(redo, change);
    }
    redo.flip();
    if (redo.hasRemaining()) {
      leave(window.leavingFor(redo.remaining()));
      checksum.update(redo.duplicate());
    }
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
      if (redo.hasRemaining()) {
        database.putRedo(batch, mark.groupNo(), redo.duplicate());
      }
      database.write(batch);
    }
    window.committed(mark.groupNo(), left, redo);
    return mark;
  }
}
