package dev.perdure.node;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Work that comes up by and by and is done by one at a time: by a thread of its own, or, while that
 * one sleeps, by whoever brings it. Who brings some makes it visible first, and then calls {@link
 * #wake} or {@link #doHere}.
 *
 * <p>Not final, so that a test can plant a bug in it.
 */
class Duty {
  /** What a thread does of it before the other one is woken: its own, and what came meanwhile. */
  private static final int MOST_HERE = 2;

  private final BooleanSupplier work;
  private final BooleanSupplier idle;
  private final Parking parking;
  private final Thread thread;

  /** Held by whoever does the work. */
  private final ReentrantLock working = new ReentrantLock();

  private volatile boolean finishing;

  /**
   * @param work does some of it; false when there was nothing to do. Must not throw
   * @param idle whether there is nothing to do, for any thread to ask
   */
  Duty(String name, Parking parking, BooleanSupplier work, BooleanSupplier idle) {
    this.parking = parking;
    this.work = work;
    this.idle = idle;
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Has the thread look for work. */
  void wake() {
    parking.wake(thread);
  }

  /**
   * Does what has come up on this very thread, if the other one sleeps; else wakes that one. While
   * yet another thread does it here, what has come up is left to that thread, which looks once more
   * when it is done.
   */
  void doHere() {
    for (int i = 0; i < MOST_HERE && parking.isParked(); i++) {
      if (!working.tryLock()) return;
      try {
        var _ = work.getAsBoolean();
      } finally {
        working.unlock();
      }
      if (idle.getAsBoolean()) return;
    }
    wake();
  }

  /**
   * Does all that is left and ends; nothing may come up any more. Waits for the end.
   *
   * @param then is done last, while nobody works
   */
  void finish(Runnable then) {
    finishing = true;
    parking.rouse(thread);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) Thread.currentThread().interrupt();
    working.lock();
    try {
      then.run();
    } finally {
      working.unlock();
    }
  }

  private void run() {
    while (true) {
      boolean last = finishing; // Read before the work: what came up before it is done.
      boolean worked;
      working.lock();
      try {
        worked = work.getAsBoolean();
      } finally {
        working.unlock();
      }
      if (!worked) {
        if (last) return;
        parking.park(() -> idle.getAsBoolean() && !finishing);
      }
    }
  }
}
