package dev.perdure.node;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs short tasks after a time, on one thread: the bounds on requests and attempts. Goes by the
 * clock that only runs forward. Durable timers are not here, they are the partitions'.
 */
final class Timers {
  private final ScheduledThreadPoolExecutor executor;

  /** Keeps a task from running, if it has not begun. */
  record Cancellation(Future<?> task) {
    /** Of no task. */
    static final Cancellation NOTHING = new Cancellation(CompletableFuture.completedFuture(""));

    void cancel() {
      task.cancel(false);
    }
  }

  Timers(String name) {
    executor =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name(name + "-timers").factory());
    executor.setRemoveOnCancelPolicy(true);
  }

  /** Runs a task that does not block and does not throw; after {@link #stop} nothing is run. */
  Cancellation after(long nanos, Runnable task) {
    try {
      return new Cancellation(executor.schedule(task, nanos, TimeUnit.NANOSECONDS));
    } catch (RejectedExecutionException e) {
      return new Cancellation(CompletableFuture.completedFuture(task));
    }
  }

  void stop() {
    executor.shutdownNow();
  }
}
