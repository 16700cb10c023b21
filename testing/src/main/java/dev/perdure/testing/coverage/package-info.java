/**
 * What the runs of a program reached: pairs of state and event, transitions, faults. Counted from
 * committed steps, so what was tried and lost does not count.
 */
@NullMarked
package dev.perdure.testing.coverage;

import org.jspecify.annotations.NullMarked;
