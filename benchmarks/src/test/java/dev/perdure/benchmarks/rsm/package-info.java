/** Tests of the baseline. */
@NullMarked
package dev.perdure.benchmarks.rsm;

import org.jspecify.annotations.NullMarked;
