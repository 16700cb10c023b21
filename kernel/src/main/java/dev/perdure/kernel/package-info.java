/**
 * The kernel: every guarantee of Perdure, as deterministic, single-threaded code. It has no thread,
 * clock, file or socket of its own; what it needs from the world comes through {@link
 * dev.perdure.kernel.spi}.
 */
@NullMarked
package dev.perdure.kernel;

import org.jspecify.annotations.NullMarked;
