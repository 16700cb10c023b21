package dev.perdure.node;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntSupplier;

/**
 * Whether anything is at work in a node that may soon lead to more steps: a worker that runs
 * partitions, or a thread that gives replies to callers, who then ask for the next thing. While
 * there is, who commits has reason to wait a little; by this it learns when there is not.
 *
 * <p>Good for waiting a little less or more, and nothing else: it may be over by the time it is
 * told. Safe for use by many threads.
 */
final class Quiescence {
  private final List<IntSupplier> parties = new CopyOnWriteArrayList<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /**
   * Adds threads that may be at work.
   *
   * @param atWork how many are, for any thread to ask
   */
  void add(IntSupplier atWork) {
    parties.add(atWork);
  }

  /** How many threads are at work. */
  int atWork() {
    int sum = 0;
    for (IntSupplier party : parties) {
      sum += party.getAsInt();
    }
    return sum;
  }

  /** Has it told, by whichever thread was the last at work, that none is any more. */
  void listen(Runnable listener) {
    listeners.add(listener);
  }

  void ignore(Runnable listener) {
    listeners.remove(listener);
  }

  /** A thread is not at work any more; it says so itself, and is not counted by then. */
  void rests() {
    if (atWork() == 0) {
      listeners.forEach(Runnable::run);
    }
  }
}
