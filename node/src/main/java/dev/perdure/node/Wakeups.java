package dev.perdure.node;

import dev.perdure.kernel.spi.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One thread that sleeps until the earliest partition has something to do by itself, and wakes it.
 */
final class Wakeups {
  /** The clock is not the one that sleeping goes by: it may be set ahead meanwhile. */
  private static final long LONGEST_SLEEP_MILLIS = 10_000;

  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition earlier = lock.newCondition();
  private final TreeMap<Long, Map<PartitionRunner, Boolean>> byDue = new TreeMap<>();
  private final Map<PartitionRunner, Long> dues = new HashMap<>();
  private boolean stopped;

  Wakeups(String name, Clock clock) {
    this.clock = clock;
    Thread.ofPlatform().daemon().name(name + "-wakeups").start(this::run);
  }

  /** Wakes the partition at that time, once; instead of what was said before. */
  void at(PartitionRunner runner, long dueMillis) {
    lock.lock();
    try {
      forget(runner);
      if (dueMillis == Long.MAX_VALUE) return;
      boolean first = byDue.isEmpty() || dueMillis < byDue.firstKey();
      dues.put(runner, dueMillis);
      byDue.computeIfAbsent(dueMillis, _ -> new HashMap<>()).put(runner, true);
      if (first) earlier.signal();
    } finally {
      lock.unlock();
    }
  }

  private void forget(PartitionRunner runner) {
    Long before = dues.remove(runner);
    if (before == null) return;
    Map<PartitionRunner, Boolean> others = byDue.get(before);
    if (others == null) return;
    others.remove(runner);
    if (others.isEmpty()) byDue.remove(before);
  }

  void stop() {
    lock.lock();
    try {
      stopped = true;
      earlier.signal();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    lock.lock();
    try {
      while (!stopped) {
        long millis = byDue.isEmpty() ? Long.MAX_VALUE : byDue.firstKey() - clock.nowMillis();
        if (millis == Long.MAX_VALUE) {
          earlier.await();
        } else if (millis > 0) {
          earlier.awaitNanos(TimeUnit.MILLISECONDS.toNanos(Math.min(millis, LONGEST_SLEEP_MILLIS)));
        } else {
          for (PartitionRunner due : byDue.pollFirstEntry().getValue().keySet()) {
            dues.remove(due);
            due.timeHasCome();
          }
        }
      }
    } catch (InterruptedException e) {
      stopped = true; // Only who ends the process interrupts this thread.
    } finally {
      lock.unlock();
    }
  }
}
