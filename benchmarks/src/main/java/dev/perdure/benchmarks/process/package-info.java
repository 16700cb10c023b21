/** Processes that workloads start besides their own. */
@NullMarked
package dev.perdure.benchmarks.process;

import org.jspecify.annotations.NullMarked;
