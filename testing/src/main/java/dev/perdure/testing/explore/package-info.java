/** Goes through many runs of a scenario, and makes what fails small. */
@NullMarked
package dev.perdure.testing.explore;

import org.jspecify.annotations.NullMarked;
