/** The machines that workloads run. */
@NullMarked
package dev.perdure.benchmarks.machines;

import org.jspecify.annotations.NullMarked;
