package dev.perdure.node;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The threads that run partitions. A worker that makes a partition ready runs it itself next: what
 * was just handed over is still in its cache and no thread has to be woken. Only what it makes
 * ready beyond that one goes to the shared queue, where other workers find it. Nothing spins.
 *
 * <p>Nothing stays in a worker's own slot while the worker does anything else: before it goes on
 * with its task, or takes another one from the queue, it {@linkplain #share shares} what is there.
 * So whatever code of users does that a task runs, no other task waits for it but the one that
 * readies it last.
 */
final class Workers {
  /** Runs from the worker's own slot before one from the shared queue has its turn. */
  private static final int SLOT_RUNS = 16;

  private final Queue<Runnable> shared = new ConcurrentLinkedQueue<>();
  private final Worker[] workers;
  private volatile boolean stopped;

  Workers(String name, int count) {
    workers = new Worker[count];
    for (int i = 0; i < count; i++) {
      workers[i] = new Worker(name + "-worker-" + i);
    }
    for (Worker worker : workers) {
      worker.start();
    }
  }

  /** Has it run once, soon. It must not throw. */
  void submit(Runnable task) {
    if (Thread.currentThread() instanceof Worker worker && worker.of() == this) {
      Runnable before = worker.slot;
      worker.slot = task;
      if (before == null) return;
      shared.add(before);
    } else {
      shared.add(task);
    }
    wakeOne();
  }

  /** Whether this thread is a worker that has something to run next. */
  boolean hasNext() {
    return Thread.currentThread() instanceof Worker worker
        && worker.of() == this
        && worker.slot != null;
  }

  /** The task that runs goes on with what may take long: what it readied is for whoever is free. */
  void share() {
    if (Thread.currentThread() instanceof Worker worker && worker.of() == this) worker.share();
  }

  /** Has it run once more, after what waits already; for a task that gives others a turn. */
  void resubmit(Runnable task) {
    shared.add(task);
    if (!(Thread.currentThread() instanceof Worker worker)
        || worker.of() != this
        || worker.slot != null) {
      wakeOne();
    } // Else this very worker looks at the queue next.
  }

  private void wakeOne() {
    for (Worker worker : workers) {
      if (worker.parking.wake(worker)) return;
    }
  }

  /** Ends the threads after what they run now; what is queued is not run any more. */
  void stop() {
    stopped = true;
    for (Worker worker : workers) {
      worker.parking.rouse(worker);
    }
  }

  /** After {@link #stop}: waits until they have ended. */
  void awaitEnd() throws InterruptedException {
    for (Worker worker : workers) {
      worker.join();
    }
  }

  private final class Worker extends Thread {
    private final Parking parking = new Parking();
    private @Nullable Runnable slot;

    Worker(String name) {
      super(null, null, name, 0, false);
      setDaemon(true);
    }

    Workers of() {
      return Workers.this;
    }

    @Override
    public void run() {
      int slotRuns = 0;
      while (!stopped) {
        Runnable next = slot;
        if (next != null && (slotRuns < SLOT_RUNS || shared.isEmpty())) {
          slot = null;
          slotRuns++;
        } else {
          slotRuns = 0;
          share();
          next = shared.poll();
        }
        if (next == null) {
          parking.park(() -> shared.isEmpty() && !stopped);
        } else {
          next.run();
        }
      }
    }

    void share() {
      Runnable own = slot;
      if (own == null) return;
      slot = null;
      shared.add(own);
      wakeOne();
    }
  }
}
