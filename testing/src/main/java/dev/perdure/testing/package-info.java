/**
 * The simulator. A {@link dev.perdure.testing.Scenario} opens machines in a {@link
 * dev.perdure.testing.Simulation}, talks to them by clients and says what must hold; a {@link
 * dev.perdure.testing.Simulator} plays it, once for each seed, on a world of simulated nodes,
 * disks, clocks and networks in which everything goes wrong that can. The guarantees of Perdure
 * itself are checked in each run.
 */
@NullMarked
package dev.perdure.testing;

import org.jspecify.annotations.NullMarked;
