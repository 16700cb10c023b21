package dev.perdure.testing.explore;

import dev.perdure.testing.CommittedStep;
import dev.perdure.testing.RunListener;
import dev.perdure.testing.Scenario;
import dev.perdure.testing.Violation;
import java.util.function.LongSupplier;

/** A time at which runs end, in the middle too: some go on for very long. */
record Deadline(LongSupplier clock, long endNanos) implements RunListener {

  static Deadline at(long endNanos) {
    return new Deadline(System::nanoTime, endNanos);
  }

  boolean isOver() {
    return clock.getAsLong() - endNanos >= 0;
  }

  /** A scenario whose runs fail in a way of their own when the time is over. */
  Scenario of(Scenario scenario) {
    return simulation -> scenario.play(simulation.listen(this));
  }

  @Override
  public void committed(CommittedStep step) {
    if (isOver()) {
      throw new Violation("the time to try something is over");
    }
  }
}
