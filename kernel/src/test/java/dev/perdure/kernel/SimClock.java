package dev.perdure.kernel;

import dev.perdure.kernel.spi.Clock;

/** Time that passes when told to. */
final class SimClock implements Clock {
  private long nowMillis = 1_800_000_000_000L;

  @Override
  public long nowMillis() {
    return nowMillis;
  }

  /** Sets the time, forward or back. */
  void set(long millis) {
    nowMillis = millis;
  }
}
