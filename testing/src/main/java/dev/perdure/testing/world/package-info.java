/** What stands behind the seams of the kernel in a simulation. One thread for each world. */
@NullMarked
package dev.perdure.testing.world;

import org.jspecify.annotations.NullMarked;
