package dev.perdure.node;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Where a thread sleeps while there is nothing to do.
 *
 * <p>Who sleeps sets the flag, looks for something to do once more, and only then sleeps; who
 * brings something looks at the flag after it was made visible. One of the two sees the other.
 *
 * <p>Not final, so that a test can stop its threads elsewhere, and plant a bug in it.
 */
class Parking {
  private final AtomicBoolean parked = new AtomicBoolean();

  /** Whether the thread sleeps, or is about to. */
  final boolean isParked() {
    return parked.get();
  }

  /** Sleeps, on the one thread that does, until it is woken, and perhaps for less. */
  void park(BooleanSupplier idle) {
    parked.set(true);
    if (idle.getAsBoolean()) {
      sleep();
    }
    parked.set(false);
  }

  /** Sleeps until {@link #rouse} was called since it last slept, and perhaps for less. */
  void sleep() {
    LockSupport.park(this);
  }

  /** Ends the sleep of the thread, or the next one, whatever the flag says. */
  void rouse(Thread sleeper) {
    LockSupport.unpark(sleeper);
  }

  /** Wakes the thread if it sleeps; false when it does not, or somebody else wakes it. */
  final boolean wake(Thread sleeper) {
    if (!parked.get() || !parked.compareAndSet(true, false)) return false;
    rouse(sleeper);
    return true;
  }
}
