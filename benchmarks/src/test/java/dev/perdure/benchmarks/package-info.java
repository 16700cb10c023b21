/** Tests of what measures. */
@NullMarked
package dev.perdure.benchmarks;

import org.jspecify.annotations.NullMarked;
