package dev.perdure.kernel;

/** Who waits outside for the answer to a request. */
@FunctionalInterface
public interface Waiter {
  /** Called at most once, after everything the answer stands for is durable; must not block. */
  void complete(Answer answer);
}
