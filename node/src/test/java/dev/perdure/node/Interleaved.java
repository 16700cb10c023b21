package dev.perdure.node;

import java.util.ArrayList;
import java.util.List;
import org.jetbrains.lincheck.Lincheck;

/**
 * Runs threads one at a time and switches between them at accesses to shared memory, as Lincheck
 * chooses, many times over. A run in which all threads wait for each other fails.
 */
final class Interleaved {
  private static final int INTERLEAVINGS = 100;

  private Interleaved() {}

  /** Runs it under many interleavings; what it throws in one of them is thrown. */
  static void run(Runnable scenario) {
    Lincheck.runConcurrentTest(INTERLEAVINGS, scenario);
  }

  /** Runs the bodies at the same time, and waits for them. */
  static void inThreads(Runnable... bodies) {
    List<Thread> threads = new ArrayList<>();
    for (Runnable body : bodies) {
      Thread thread = new Thread(body);
      threads.add(thread);
      thread.start();
    }
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
