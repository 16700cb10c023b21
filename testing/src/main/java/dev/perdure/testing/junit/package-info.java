/** Simulations as tests of JUnit. */
@NullMarked
package dev.perdure.testing.junit;

import org.jspecify.annotations.NullMarked;
