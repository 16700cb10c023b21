package dev.perdure.node;

import dev.perdure.kernel.Answer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A caller's view of one request under way.
 *
 * <p><b>Code of users never runs on a thread of the node.</b> The answer is put down by the commit
 * loop, which must never block. Completing the future right there would run whatever callers have
 * attached to it. So a thread that waits in {@link #join} or {@link #get} is woken directly, and
 * completes the future itself; where none waits, {@link Releases} completes it.
 */
final class PendingReply<R extends @Nullable Object> extends CompletableFuture<R>
    implements Runnable {
  /** In the place of the waiting thread, once there is an answer. */
  private static final Object ANSWERED = new Object();

  private static final VarHandle ANSWER;
  private static final VarHandle JOINER;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      ANSWER = lookup.findVarHandle(PendingReply.class, "answer", Answer.class);
      JOINER = lookup.findVarHandle(PendingReply.class, "joiner", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Shorter waits of virtual threads are timed by themselves and not by {@link WaitLimits}. */
  private static final long SHORT_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final PendingReplies registry;
  private final int stripe;
  private final int partition;
  private final Function<Answer, R> result;
  private final long deadlineNanos;

  /** The first answer there was. */
  private volatile @Nullable Answer answer;

  /** Null, the thread that waits, or {@link #ANSWERED}. */
  private volatile @Nullable Object joiner;

  /** When the wait of {@link #joiner} is over, where {@link WaitLimits} sees to that. */
  private volatile long waitEndNanos = WaitLimits.NONE;

  /** Null until it goes its way. */
  private @Nullable Errand errand;

  // Links of the registry's list, guarded by its stripe.
  @Nullable PendingReply<?> before;
  @Nullable PendingReply<?> after;
  boolean listed;

  /** What is under way. */
  interface Errand {
    /** Nobody waits for it any more. */
    void forsaken();
  }

  /**
   * @param stripe where the registry lists it
   * @param result makes the result of an answer, or throws what the future completes with
   */
  PendingReply(
      PendingReplies registry,
      int stripe,
      int partition,
      Function<Answer, R> result,
      long deadlineNanos) {
    this.registry = registry;
    this.stripe = stripe;
    this.partition = partition;
    this.result = result;
    this.deadlineNanos = deadlineNanos;
  }

  int stripe() {
    return stripe;
  }

  /** Where the request goes. */
  int partition() {
    return partition;
  }

  long deadlineNanos() {
    return deadlineNanos;
  }

  /** What is told when the caller gives up; set before the request goes its way. */
  void isFor(Errand request) {
    errand = request;
  }

  /** Puts the answer down; never blocks. The first one counts. */
  void answered(Answer given) {
    if (answer != null || !ANSWER.compareAndSet(this, null, given)) return;
    Object waiting = JOINER.getAndSet(this, ANSWERED);
    if (waiting instanceof Thread thread) {
      LockSupport.unpark(thread);
    } else {
      registry.releases().add(this);
    }
  }

  /** The time for it is over. */
  void expire(String reason) {
    forsake();
    answered(new Answer.Unknown(reason));
  }

  /** Completes the future with the answer, running what is attached to it. */
  @Override
  public void run() {
    Answer given = answer;
    if (given == null || isDone()) return;
    registry.remove(this);
    R value;
    try {
      value = result.apply(given);
    } catch (RuntimeException e) {
      super.completeExceptionally(e);
      return;
    }
    super.complete(value);
  }

  // ---- waiting -------------------------------------------------------------------------------

  @Override
  public R join() {
    await(Long.MAX_VALUE, false);
    return super.join();
  }

  @Override
  public R get() throws InterruptedException, ExecutionException {
    await(Long.MAX_VALUE, true);
    return super.get();
  }

  @Override
  public R get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    long begin = System.nanoTime();
    long nanos = unit.toNanos(timeout);
    await(nanos, true);
    return super.get(Math.max(0, nanos - (System.nanoTime() - begin)), TimeUnit.NANOSECONDS);
  }

  /** Waits for the answer, if no other thread does so already, and completes the future. */
  private void await(long nanos, boolean interruptibly) {
    if (isDone()) return;
    Thread me = Thread.currentThread();
    if (JOINER.compareAndSet(this, null, me)) {
      var blocker = new Wait(nanos, interruptibly);
      boolean interrupted = false;
      while (true) {
        try {
          ForkJoinPool.managedBlock(blocker);
          break;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) me.interrupt();
      JOINER.compareAndSet(this, me, null);
    }
    run();
  }

  /** When the thread that waits is to be woken without an answer. */
  long waitEndNanos() {
    return waitEndNanos;
  }

  /** Has the thread that waits, if any, look whether it is to wait on. */
  void wake() {
    if (joiner instanceof Thread thread) LockSupport.unpark(thread);
  }

  private final class Wait implements ForkJoinPool.ManagedBlocker {
    private final long nanos;
    private final long begin = System.nanoTime();
    private final boolean interruptibly;

    Wait(long nanos, boolean interruptibly) {
      this.nanos = nanos;
      this.interruptibly = interruptibly;
    }

    @Override
    public boolean block() {
      boolean interrupted = false;
      while (!isReleasable()) {
        park();
        if (!interruptibly) interrupted |= Thread.interrupted();
      }
      waitEndNanos = WaitLimits.NONE;
      if (interrupted) Thread.currentThread().interrupt();
      return true;
    }

    private void park() {
      long left = left();
      if (left == Long.MAX_VALUE) {
        LockSupport.park(this);
      } else if (left < SHORT_WAIT_NANOS || !Thread.currentThread().isVirtual()) {
        LockSupport.parkNanos(this, left);
      } else {
        long end = begin + nanos;
        waitEndNanos = end;
        registry.limits().lookBy(end);
        // Looked at again: a lock in there may have taken the wake-up that was meant for here.
        if (!isReleasable()) LockSupport.park(this);
      }
    }

    private long left() {
      return nanos == Long.MAX_VALUE ? nanos : nanos - (System.nanoTime() - begin);
    }

    @Override
    public boolean isReleasable() {
      return answer != null
          || isDone()
          || left() <= 0
          || (interruptibly && Thread.currentThread().isInterrupted());
    }
  }

  // ---- completed by the caller: the waiting ends ---------------------------------------------

  @Override
  public boolean complete(R value) {
    return super.complete(value) && completed();
  }

  @Override
  public boolean completeExceptionally(Throwable failure) {
    return super.completeExceptionally(failure) && completed();
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    return super.cancel(mayInterruptIfRunning) && completed();
  }

  /** Its completion does not come through {@link #complete}. */
  @Override
  public CompletableFuture<R> completeAsync(Supplier<? extends R> supplier, Executor executor) {
    return super.completeAsync(
        supplier,
        task ->
            executor.execute(
                () -> {
                  task.run();
                  completed();
                }));
  }

  @Override
  public void obtrudeValue(R value) {
    super.obtrudeValue(value);
    completed();
  }

  @Override
  public void obtrudeException(Throwable failure) {
    super.obtrudeException(failure);
    completed();
  }

  private boolean completed() {
    registry.remove(this);
    wake();
    forsake();
    return true;
  }

  private void forsake() {
    Errand underWay = errand;
    if (underWay != null) underWay.forsaken();
  }

  /** Its dependents are plain futures. */
  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new CompletableFuture<>();
  }
}
