/** The embedded store on RocksDB. */
@NullMarked
package dev.perdure.store;

import org.jspecify.annotations.NullMarked;
