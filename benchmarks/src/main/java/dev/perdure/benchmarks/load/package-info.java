/** What has machines step: clients, feeders, and what they know to have been acknowledged. */
@NullMarked
package dev.perdure.benchmarks.load;

import org.jspecify.annotations.NullMarked;
