package dev.perdure.node;

import dev.perdure.kernel.spi.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Stands still but when it is moved. */
final class MovableClock implements Clock {
  private final AtomicLong nowMillis = new AtomicLong(1_800_000_000_000L);

  @Override
  public long nowMillis() {
    return nowMillis.get();
  }

  void move(Duration by) {
    nowMillis.addAndGet(by.toMillis());
  }
}
