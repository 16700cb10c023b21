package dev.perdure.testing.world;

import dev.perdure.kernel.spi.Clock;

/** What one incarnation takes for the time: that of the world, and an error. */
final class NodeClock implements Clock {
  private final World world;
  private long offMillis;

  NodeClock(World world) {
    this.world = world;
  }

  @Override
  public long nowMillis() {
    return world.nowMillis() + offMillis;
  }

  long offMillis() {
    return offMillis;
  }

  /** From now on it is off by this much. */
  void set(long off) {
    offMillis = off;
    world.clockShows(nowMillis());
  }
}
