/** Planted bugs: proof that the simulator finds what it must find. */
@NullMarked
package dev.perdure.testing.mutants;

import org.jspecify.annotations.NullMarked;
