package dev.perdure.kernel;

import dev.perdure.kernel.spi.Cursor;
import org.jspecify.annotations.Nullable;

/** What the step of a query sees of the keys: all of them, and no way to write. */
record ReadOnlyKeys(KeyValues below) implements KeyValues {
  @Override
  public byte @Nullable [] get(byte[] key) {
    return below.get(key);
  }

  @Override
  public Cursor scan(byte[] from, byte[] to) {
    return below.scan(from, to);
  }

  @Override
  public void put(byte[] key, byte[] value) {
    throw new IllegalStateException("a query may only reply or refuse, not write");
  }

  @Override
  public void delete(byte[] key) {
    throw new IllegalStateException("a query may only reply or refuse, not write");
  }
}
