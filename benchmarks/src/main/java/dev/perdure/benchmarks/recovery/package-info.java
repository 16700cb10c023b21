/** How soon a node serves after it was killed. */
@NullMarked
package dev.perdure.benchmarks.recovery;

import org.jspecify.annotations.NullMarked;
