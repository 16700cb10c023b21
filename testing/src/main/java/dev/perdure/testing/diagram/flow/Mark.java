package dev.perdure.testing.diagram.flow;

/** What a step did with its event besides returning a state. */
public enum Mark {
  /** Nothing: the returned state is the next one. */
  NONE,
  /** {@code step.defer}. */
  DEFER,
  /** {@code step.ignore}. */
  IGNORE,
  /** {@code step.reject}. */
  REJECT,
  /** {@code step.halt}. */
  HALT
}
