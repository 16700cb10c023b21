/** Tests of the simulated world. */
@NullMarked
package dev.perdure.testing.world;

import org.jspecify.annotations.NullMarked;
