package dev.perdure.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Completes the futures of callers, away from the threads that commit and step. One thread does it
 * in the order of the answers; where code attached to a future waits for another request, the pool
 * puts another thread in its place.
 *
 * <p>Not final, so that a test can plant a bug in it.
 */
class Releases {
  private static final int PER_RUN = 256;

  /** What this thread has added since it began {@link #together}. */
  private static final ThreadLocal<@Nullable Batch> BATCH = new ThreadLocal<>();

  private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final Executor executor;
  private final Runnable shutdown;

  private record Batch(Releases of, List<Runnable> added) {}

  Releases(String name) {
    this(pool(name));
  }

  private Releases(ForkJoinPool pool) {
    this(pool, pool::shutdown);
  }

  /**
   * @param executor runs what it is given soon, though other tasks of it may be blocked; or rejects
   *     it, after it was shut down
   */
  Releases(Executor executor, Runnable shutdown) {
    this.executor = executor;
    this.shutdown = shutdown;
  }

  private static ForkJoinPool pool(String name) {
    return new ForkJoinPool(
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
  void add(Runnable answered) {
    Batch batch = BATCH.get();
    if (batch != null && batch.of.equals(this)) {
      batch.added.add(answered);
    } else {
      queue.add(answered);
      schedule();
    }
  }

  /**
   * Does something that answers many: they are queued in one go, when it is done. Else two threads
   * would meet at the queue for each of them.
   */
  <T> T together(Supplier<T> answering) {
    Batch batch = new Batch(this, new ArrayList<>());
    BATCH.set(batch);
    try {
      return answering.get();
    } finally {
      BATCH.remove();
      if (!batch.added.isEmpty()) {
        queue.addAll(batch.added);
        schedule();
      }
    }
  }

  private void schedule() {
    if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
      execute(this::release);
    }
  }

  /** Completes some of what is queued, and has the rest completed by another run. */
  void release() {
    begin();
    releaseSome();
  }

  /** From here on what is added has another run scheduled. */
  final void begin() {
    scheduled.set(false);
  }

  final void releaseSome() {
    for (int i = 0; i < PER_RUN; i++) {
      Runnable next = queue.poll();
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
      executor.execute(task);
    } catch (RejectedExecutionException e) {
      task.run();
    }
  }

  /** Completes what is left and ends. */
  void stop() {
    shutdown.run();
    release();
  }
}
