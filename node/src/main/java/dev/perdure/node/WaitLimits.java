package dev.perdure.node;

import dev.perdure.node.Timers.Cancellation;
import java.util.List;
import java.util.function.Supplier;

/**
 * Wakes virtual threads whose wait is over without an answer, by one timer for all of them. Were
 * each to park for a time, the JDK would wake its own timer thread twice for every request, which
 * costs more than all the rest of the wait.
 */
final class WaitLimits {
  /** In the place of a time of {@link System#nanoTime}: there is none. */
  static final long NONE = Long.MAX_VALUE;

  private final Timers timers;
  private final Supplier<List<PendingReply<?>>> waits;

  /** When the waits are looked through next. Written under the lock, with {@link #next}. */
  private volatile long nextNanos = NONE;

  private Cancellation next = Cancellation.NOTHING;

  /**
   * @param waits all there are
   */
  WaitLimits(Timers timers, Supplier<List<PendingReply<?>>> waits) {
    this.timers = timers;
    this.waits = waits;
  }

  /** Has the waits looked through at that time at the latest; what ends then is woken. */
  void lookBy(long nanos) {
    if (looksBy(nanos)) return;
    synchronized (this) {
      if (looksBy(nanos)) return;
      next.cancel();
      nextNanos = nanos;
      next = timers.after(Math.max(0, nanos - System.nanoTime()), () -> look(nanos));
    }
  }

  private boolean looksBy(long nanos) {
    long planned = nextNanos;
    return planned != NONE && planned - nanos <= 0;
  }

  private void look(long planned) {
    synchronized (this) {
      if (nextNanos != planned) return; // An earlier look has taken its place.
      // Before the waits are read: one that they do not show yet finds no look planned.
      nextNanos = NONE;
    }
    long now = System.nanoTime();
    long earliest = NONE;
    for (PendingReply<?> wait : waits.get()) {
      long end = wait.waitEndNanos();
      if (end == NONE) continue;
      if (end - now <= 0) wait.wake();
      else if (earliest == NONE || end - earliest < 0) earliest = end;
    }
    if (earliest != NONE) lookBy(earliest);
  }
}
