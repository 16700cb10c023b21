/** Tests of clients. */
@NullMarked
package dev.perdure.benchmarks.load;

import org.jspecify.annotations.NullMarked;
