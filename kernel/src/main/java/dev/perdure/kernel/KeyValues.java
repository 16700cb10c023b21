package dev.perdure.kernel;

import dev.perdure.kernel.spi.Cursor;
import org.jspecify.annotations.Nullable;

/**
 * Keys as one step sees them: its own writes, over the writes of earlier steps that are not yet
 * committed, over the store.
 */
interface KeyValues {
  byte @Nullable [] get(byte[] key);

  /**
   * Ascending from {@code from} (inclusive) to {@code to} (exclusive), as things stand at this
   * call.
   */
  Cursor scan(byte[] from, byte[] to);

  void put(byte[] key, byte[] value);

  void delete(byte[] key);
}
