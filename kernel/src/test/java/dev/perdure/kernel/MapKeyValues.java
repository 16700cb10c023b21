package dev.perdure.kernel;

import dev.perdure.kernel.spi.Cursor;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Keys in memory, for tests of what works on {@link KeyValues}; counts what is done to it. */
final class MapKeyValues implements KeyValues {
  private TreeMap<byte[], byte[]> entries = new TreeMap<>(Arrays::compareUnsigned);
  private boolean scanned;
  private int openCursors;
  private long gets;
  private long scans;
  private long entriesRead;
  private long puts;
  private long deletes;

  /** The same entries, from here on apart; nothing counted yet. */
  MapKeyValues copy() {
    MapKeyValues copy = new MapKeyValues();
    copy.entries.putAll(entries);
    return copy;
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    gets++;
    return entries.get(key);
  }

  @Override
  public Cursor scan(byte[] from, byte[] to) {
    scans++;
    openCursors++;
    scanned = true;
    return new MapCursor(entries.subMap(from, to).entrySet().iterator());
  }

  @Override
  public void put(byte[] key, byte[] value) {
    puts++;
    leaveToCursors();
    entries.put(key.clone(), value.clone());
  }

  @Override
  public void delete(byte[] key) {
    deletes++;
    leaveToCursors();
    entries.remove(key);
  }

  /** Cursors show things as they stood, so the next write after a scan goes to a copy. */
  private void leaveToCursors() {
    if (scanned && openCursors > 0) {
      TreeMap<byte[], byte[]> copy = new TreeMap<>(Arrays::compareUnsigned);
      copy.putAll(entries);
      entries = copy;
    }
    scanned = false;
  }

  int size() {
    return entries.size();
  }

  int openCursors() {
    return openCursors;
  }

  long gets() {
    return gets;
  }

  long scans() {
    return scans;
  }

  long entriesRead() {
    return entriesRead;
  }

  long puts() {
    return puts;
  }

  long writes() {
    return puts + deletes;
  }

  private final class MapCursor implements Cursor {
    private final Iterator<Map.Entry<byte[], byte[]>> rest;
    private Map.@Nullable Entry<byte[], byte[]> entry;
    private boolean closed;

    MapCursor(Iterator<Map.Entry<byte[], byte[]>> rest) {
      this.rest = rest;
    }

    @Override
    public boolean next() {
      if (closed) {
        throw new IllegalStateException("this cursor is closed");
      }
      entry = rest.hasNext() ? rest.next() : null;
      if (entry != null) {
        entriesRead++;
      }
      return entry != null;
    }

    @Override
    public byte[] key() {
      return entry().getKey();
    }

    @Override
    public byte[] value() {
      return entry().getValue();
    }

    private Map.Entry<byte[], byte[]> entry() {
      if (entry == null) {
        throw new NoSuchElementException("this cursor is at no entry");
      }
      return entry;
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        openCursors--;
      }
    }
  }
}
