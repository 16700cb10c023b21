/**
 * Stores that live inside the process: {@link dev.perdure.store.RocksStore} on disk, {@link
 * dev.perdure.store.MemoryStore} in memory.
 */
@NullMarked
package dev.perdure.store;

import org.jspecify.annotations.NullMarked;
