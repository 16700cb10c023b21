/** Tests of how scaling is told. */
@NullMarked
package dev.perdure.benchmarks.scaling;

import org.jspecify.annotations.NullMarked;
