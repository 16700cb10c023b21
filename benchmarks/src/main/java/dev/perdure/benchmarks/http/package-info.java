/** Load over HTTP on a service in a process of its own. */
@NullMarked
package dev.perdure.benchmarks.http;

import org.jspecify.annotations.NullMarked;
