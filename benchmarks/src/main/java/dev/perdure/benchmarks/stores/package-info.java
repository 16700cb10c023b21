/** Stores that are watched, and nodes on several of them. */
@NullMarked
package dev.perdure.benchmarks.stores;

import org.jspecify.annotations.NullMarked;
