package dev.perdure.node;

import dev.perdure.kernel.spi.Store;

/**
 * Opens a store, at first and again after it has failed.
 *
 * @param name for the log
 * @param partitions how many partitions the store has, from 0 in its own numbering
 */
record StoreOpener(String name, int partitions, Opening opening) {

  /** Opens it; what it throws is the reason why it cannot be opened. */
  @FunctionalInterface
  interface Opening {
    Store open();
  }
}
