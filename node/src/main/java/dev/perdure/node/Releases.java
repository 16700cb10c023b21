package dev.perdure.node;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Completes the futures of callers, away from the threads that commit and step. One thread does it
 * in the order of the answers; where code attached to a future waits for another request, the pool
 * puts another thread in its place.
 */
final class Releases {
  private static final int PER_RUN = 256;

  private final Queue<PendingReply<?>> queue = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final ForkJoinPool pool;

  Releases(String name) {
    pool =
        new ForkJoinPool(
            1,
            inPool -> {
              var thread = ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(inPool);
              thread.setName(name + "-replies-" + thread.getPoolIndex());
              thread.setDaemon(true);
              return thread;
            },
            null,
            true,
            0,
            256,
            1,
            null,
            10,
            TimeUnit.SECONDS);
  }

  /** Completes it soon; never blocks. */
  void add(PendingReply<?> answered) {
    queue.add(answered);
    schedule();
  }

  private void schedule() {
    if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
      execute(this::release);
    }
  }

  private void release() {
    scheduled.set(false);
    for (int i = 0; i < PER_RUN; i++) {
      PendingReply<?> next = queue.poll();
      if (next == null) return;
      // What is attached to it may block, even when it is attached only now. Then the pool puts
      // another thread in the place of this one, which must find that there is more to release.
      if (!queue.isEmpty()) schedule();
      next.run();
    }
    if (!queue.isEmpty()) schedule();
  }

  /**
   * Runs something for a caller, away from the threads that commit and step. When these have ended,
   * the caller runs it.
   */
  void execute(Runnable task) {
    try {
      pool.execute(task);
    } catch (RejectedExecutionException e) {
      task.run();
    }
  }

  /** Completes what is left and ends. */
  void stop() {
    pool.shutdown();
    release();
  }
}
