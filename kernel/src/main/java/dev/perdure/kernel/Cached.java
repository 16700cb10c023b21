package dev.perdure.kernel;

import org.jspecify.annotations.Nullable;

/**
 * What an active machine remembers of one collection so as not to read it again: the number of
 * entries of a map, the ends of a queue. It is volatile: anything here can be had from the store,
 * and forgetting is always right.
 *
 * <p>What a step learns or changes is provisional. It holds from the next step on if the step
 * stands, and is forgotten with it if not, together with all else that the step learned: a number
 * counted in a step may include writes of that step.
 */
final class Cached<T> {
  private final byte[] base;
  private @Nullable T settled;
  private @Nullable T current;
  private boolean provisional;

  Cached(byte[] base) {
    this.base = base;
  }

  /** What all keys of the collection begin with. */
  byte[] base() {
    return base;
  }

  /** As the step sees it, with its own writes; null when not known. */
  @Nullable T current() {
    return current;
  }

  /** True for the first change of a step, which is then to end it by one of the two below. */
  boolean change(T value) {
    current = value;
    boolean first = !provisional;
    provisional = true;
    return first;
  }

  void settle() {
    settled = current;
    provisional = false;
  }

  void rollBack() {
    current = settled;
    provisional = false;
  }
}
