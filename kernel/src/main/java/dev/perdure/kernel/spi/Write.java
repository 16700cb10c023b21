package dev.perdure.kernel.spi;

/** One change in a partition's key space. */
public sealed interface Write {
  /** Sets a key. */
  record Put(byte[] key, byte[] value) implements Write {}

  /** Removes a key, there or not. */
  record Delete(byte[] key) implements Write {}

  /** Removes all keys from {@code from} (inclusive) to {@code to} (exclusive). */
  record DeleteRange(byte[] from, byte[] to) implements Write {}
}
