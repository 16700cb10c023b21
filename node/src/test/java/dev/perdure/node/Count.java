package dev.perdure.node;

/**
 * How often something was done, for a thread that waits until it was done often enough. Handlers
 * count here what they do before it is durable: a sign to go on and look, and no more.
 */
final class Count {
  private long done;
  private long wanted = Long.MAX_VALUE;

  synchronized void add() {
    if (++done >= wanted) notifyAll();
  }

  /** Waits until it was done so often, since the beginning. */
  synchronized void await(long times) throws InterruptedException {
    wanted = times;
    while (done < times) wait();
    wanted = Long.MAX_VALUE;
  }

  synchronized long done() {
    return done;
  }
}
