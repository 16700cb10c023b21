/** How the cost of a step grows with machines and partitions, as data and as a picture. */
@NullMarked
package dev.perdure.benchmarks.scaling;

import org.jspecify.annotations.NullMarked;
