package dev.perdure.server;

import dev.perdure.Machine;
import dev.perdure.Step;
import java.util.concurrent.CountDownLatch;

/** A machine that stands still until it is told to go on. */
public record Gate(CountDownLatch open) implements Machine<Gate.Count, Gate.Pass> {
  /** Go through. */
  public record Pass() {}

  record Count(long passed) {}

  @Override
  public Count initial() {
    return new Count(0);
  }

  @Override
  public Count on(Count state, Pass event, Step<Pass> step) {
    try {
      open.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return new Count(state.passed() + 1);
  }
}
