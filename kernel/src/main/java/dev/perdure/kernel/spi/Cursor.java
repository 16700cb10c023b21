package dev.perdure.kernel.spi;

/** Walks the entries of a scan; used by one thread, closed by who opened it. */
public interface Cursor extends AutoCloseable {
  /** Moves to the next entry; false when there is none. Called before the first entry as well. */
  boolean next();

  /** The key of the entry moved to. */
  byte[] key();

  /** The value of the entry moved to. */
  byte[] value();

  @Override
  void close();
}
