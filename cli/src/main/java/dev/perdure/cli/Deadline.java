package dev.perdure.cli;

import java.time.Duration;

/**
 * When something that may repeat itself has to be over.
 *
 * @param nanos by {@link System#nanoTime}
 */
record Deadline(long nanos) {

  /** So long from now on. */
  static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  boolean isOver() {
    return left().isZero();
  }

  /** The time until then; zero when it is over. */
  Duration left() {
    return Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
  }
}
