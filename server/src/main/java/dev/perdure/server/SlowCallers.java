package dev.perdure.server;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Ends connections whose caller sends or takes too slowly. The server's own timeouts are for one
 * read, which a byte now and then satisfies; this bounds a whole transfer. A connection is served
 * by one thread, and interrupting that while it transfers closes the connection.
 */
final class SlowCallers implements AutoCloseable {
  private final long transferNanos;
  private final Map<Thread, Long> begun = new ConcurrentHashMap<>();
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("perdure-http-slow-callers").factory());
  private final ScheduledFuture<?> looking;

  SlowCallers(Duration transferTime) {
    this.transferNanos = transferTime.toNanos();
    long period = Math.clamp(transferTime.toMillis() / 4, 10, 1_000);
    looking = watch.scheduleWithFixedDelay(this::endSlow, period, period, TimeUnit.MILLISECONDS);
  }

  /** The current thread begins a transfer. */
  void begin() {
    begun.put(Thread.currentThread(), System.nanoTime());
  }

  /** The current thread's transfer is over. An interrupt that came too late to end it is undone. */
  void end() {
    if (begun.remove(Thread.currentThread()) == null) {
      var _ = Thread.interrupted();
    }
  }

  private void endSlow() {
    long now = System.nanoTime();
    for (Thread one : begun.keySet()) {
      // In one with the removal: nobody is interrupted after the transfer, in a wait for the node.
      begun.computeIfPresent(
          one,
          (thread, since) -> {
            if (now - since <= transferNanos) return since;
            thread.interrupt();
            return null;
          });
    }
  }

  @Override
  public void close() {
    looking.cancel(false);
    watch.shutdownNow();
  }
}
