package dev.perdure.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Timers whose time passes only by hand, so that no test is decided by the speed of a computer. */
final class HandTimers implements Timers {
  private final List<Task> tasks = new ArrayList<>();
  private long now = 1_000;

  /** Something that is due; what is due at once is run by whoever asks for it. */
  private record Task(long due, Runnable action) {}

  @Override
  public synchronized long nanoTime() {
    return now;
  }

  @Override
  public Cancellation after(long nanos, Runnable action) {
    if (nanos <= 0) {
      action.run();
      return () -> {};
    }
    synchronized (this) {
      Task task = new Task(now + nanos, action);
      tasks.add(task);
      notifyAll();
      return () -> remove(task);
    }
  }

  private synchronized void remove(Task task) {
    tasks.remove(task);
  }

  /** Lets time pass, and runs what is due meanwhile at its time. */
  void advance(Duration by) {
    long until = nanoTime() + by.toNanos();
    for (Task due = next(until); due != null; due = next(until)) {
      due.action.run();
    }
  }

  /** Waits until something is to be run within that time. */
  synchronized void awaitTaskWithin(Duration time) {
    while (tasks.stream().noneMatch(task -> task.due <= now + time.toNanos())) {
      try {
        wait();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private synchronized @Nullable Task next(long until) {
    Task first =
        tasks.stream()
            .filter(task -> task.due <= until)
            .min(Comparator.comparingLong(Task::due))
            .orElse(null);
    now = first == null ? until : first.due;
    tasks.remove(first);
    return first;
  }

  @Override
  public void stop() {}
}
