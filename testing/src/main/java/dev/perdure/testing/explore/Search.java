package dev.perdure.testing.explore;

import dev.perdure.testing.Strategy;
import org.jspecify.annotations.Nullable;

/** Which runs come one after the other. Used by many threads at once. */
interface Search {
  /** The next run; null when there is none any more. */
  @Nullable Attempt next() throws InterruptedException;

  /** A run that is to be played. */
  interface Attempt {
    /** Its place among the runs, from 0. */
    long number();

    /** The seed of the chance inside the program. */
    long seed();

    /** What decides it; fresh at each call, and the same each time. */
    Strategy strategy();

    /** It was played once, with a strategy that it gave. */
    default void played(Strategy by) {}
  }
}
