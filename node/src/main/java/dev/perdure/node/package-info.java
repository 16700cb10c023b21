/** The real world around the kernel: threads, clock, client, activities, codec, metrics. */
@NullMarked
package dev.perdure.node;

import org.jspecify.annotations.NullMarked;
