/** Programs for the simulator to run: each tries one part of the kernel hard. */
@NullMarked
package dev.perdure.testing.programs;

import org.jspecify.annotations.NullMarked;
