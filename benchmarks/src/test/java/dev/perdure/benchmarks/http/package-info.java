/** Tests of the load over HTTP. */
@NullMarked
package dev.perdure.benchmarks.http;

import org.jspecify.annotations.NullMarked;
