package dev.perdure.store;

import dev.perdure.kernel.spi.Cursor;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;

/** A scan over RocksDB, which keeps the state of its start by itself. */
final class RocksCursor implements Cursor {
  private final RocksStore store;
  private final byte[] from;
  private final Slice upperBound;
  private final ReadOptions options;
  private final RocksIterator iterator;
  private boolean started;
  private boolean released;
  private byte @Nullable [] key;
  private byte @Nullable [] value;

  RocksCursor(RocksStore store, RocksDatabase database, byte space, byte[] from, byte[] to) {
    this.store = store;
    this.from = from;
    upperBound = new Slice(to);
    options = new ReadOptions();
    iterator = database.iterator(space, options, upperBound);
  }

  @Override
  public boolean next() {
    return store.reading(
        () -> {
          key = null;
          value = null;
          if (released) {
            return false;
          }
          if (started) {
            if (iterator.isValid()) {
              iterator.next();
            }
          } else {
            iterator.seek(from);
            started = true;
          }
          if (!iterator.isValid()) {
            iterator.status(); // Throws when it ended for damage, not for want of entries.
            return false;
          }
          key = Layout.withoutPartition(iterator.key());
          value = iterator.value();
          return true;
        });
  }

  @Override
  public byte[] key() {
    return moved(key);
  }

  @Override
  public byte[] value() {
    return moved(value);
  }

  private static byte[] moved(byte @Nullable [] part) {
    if (part == null) {
      throw new IllegalStateException("the cursor is at no entry: next() must return true first");
    }
    return part;
  }

  @Override
  public void close() {
    store.release(this);
  }

  /** Frees the native objects; the store calls it once, while nothing else uses the cursor. */
  void release() {
    released = true;
    iterator.close();
    options.close();
    upperBound.close();
  }
}
