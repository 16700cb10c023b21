package dev.perdure.testing;

import org.jspecify.annotations.Nullable;

/**
 * Something that must hold does not: a guarantee of Perdure, or a property of the program. An
 * {@link Error}, so that no handler and no kernel takes it for a failure of its own.
 */
public final class Violation extends Error {
  private static final long serialVersionUID = 1L;

  /** What does not hold, beginning with its name, such as {@code G2}. */
  public Violation(String message) {
    super(message);
  }

  /** What does not hold, and what showed it. */
  public Violation(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
