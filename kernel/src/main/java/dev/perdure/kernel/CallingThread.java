package dev.perdure.kernel;

/**
 * Who calls. The kernel has one thread at a time and knows nothing of threads but this: a {@link
 * dev.perdure.Step} that a handler gave to another one must refuse it, or two would change the
 * partition at once.
 */
final class CallingThread {
  private CallingThread() {}

  /** The thread that calls this; good for comparing only. */
  static Object now() {
    return Thread.currentThread();
  }
}
