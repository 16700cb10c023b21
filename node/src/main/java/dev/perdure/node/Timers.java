package dev.perdure.node;

/**
 * Runs short tasks after a time: the bounds on requests and attempts. Goes by a clock that only
 * runs forward. Durable timers are not here, they are the partitions'.
 */
interface Timers {

  /** The time that {@link #after} goes by, from some beginning. */
  long nanoTime();

  /** Runs a task that does not block and does not throw; after {@link #stop} nothing is run. */
  Cancellation after(long nanos, Runnable task);

  void stop();

  /** Keeps a task from running, if it has not begun. */
  @FunctionalInterface
  interface Cancellation {
    /** Of no task. */
    Cancellation NOTHING = () -> {};

    void cancel();
  }
}
