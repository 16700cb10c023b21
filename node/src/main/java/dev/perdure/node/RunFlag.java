package dev.perdure.node;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets at most one thread at a time run something that many threads give work to, and loses no
 * wake-up.
 *
 * <pre>
 *            raise                 begin               lower
 *   IDLE -----------> QUEUED -----------> RUNNING -----------> IDLE
 *                       ^                    | raise
 *                       +------ lower ----- AGAIN
 * </pre>
 *
 * <p>Who brings work first makes it visible and then raises the flag. Who runs begins, looks for
 * work, and lowers the flag as its very last act: if the flag was raised meanwhile, lowering fails,
 * and there may be work that was not seen. All states change by one atomic word, so of any two
 * raisings of an idle flag exactly one is told to queue.
 *
 * <p>Not final, so that a test can plant a bug in it.
 */
class RunFlag {
  private static final int IDLE = 0;
  private static final int QUEUED = 1;
  private static final int RUNNING = 2;
  private static final int AGAIN = 3;

  private final AtomicInteger state = new AtomicInteger(IDLE);

  /**
   * There is work; called after the work was made visible.
   *
   * @return whether the caller must queue it to be run
   */
  boolean raise() {
    while (true) {
      switch (state.get()) {
        case IDLE -> {
          if (state.compareAndSet(IDLE, QUEUED)) return true;
        }
        case RUNNING -> {
          if (state.compareAndSet(RUNNING, AGAIN)) return false;
        }
        default -> {
          return false; // Whoever begins, or fails to lower, after this looks again.
        }
      }
    }
  }

  /** It was taken from the queue and runs; called before looking for work. */
  void begin() {
    if (!state.compareAndSet(QUEUED, RUNNING)) {
      throw new IllegalStateException("run while not queued: two threads would run it at once");
    }
  }

  /** There is more to do: the caller must queue it again. */
  void keep() {
    state.set(QUEUED);
  }

  /**
   * Nothing more was found.
   *
   * @return false if the flag was raised meanwhile: the caller must queue it again
   */
  boolean lower() {
    if (state.compareAndSet(RUNNING, IDLE)) return true;
    state.set(QUEUED);
    return false;
  }
}
