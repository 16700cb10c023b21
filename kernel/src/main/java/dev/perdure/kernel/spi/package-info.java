/** The seams of the kernel: what an engine or a simulator stands behind. */
@NullMarked
package dev.perdure.kernel.spi;

import org.jspecify.annotations.NullMarked;
