/** Workloads that measure durable steps and state their durability. */
@NullMarked
package dev.perdure.benchmarks;

import org.jspecify.annotations.NullMarked;
