/**
 * The seams of the kernel: everything that touches the world stands behind one of these interfaces.
 * Production, the simulator and every storage engine implement exactly these.
 */
@NullMarked
package dev.perdure.kernel.spi;

import org.jspecify.annotations.NullMarked;
