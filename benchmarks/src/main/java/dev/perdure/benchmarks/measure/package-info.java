/** How a run is measured: time, latencies, what it costs, and the limit of the disk. */
@NullMarked
package dev.perdure.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
