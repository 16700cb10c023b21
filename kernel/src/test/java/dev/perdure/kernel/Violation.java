package dev.perdure.kernel;

import org.jspecify.annotations.Nullable;

/** A guarantee does not hold. No handler and no kernel may catch it. */
final class Violation extends Error {
  private static final long serialVersionUID = 1L;

  Violation(String message) {
    super(message);
  }

  /** Names the guarantee, when it does not hold. */
  @SuppressWarnings("AnnotateFormatMethod") // The annotation would be a dependency.
  static void check(boolean holds, String guarantee, @Nullable Object... args) {
    if (!holds) {
      throw new Violation(guarantee.formatted(args));
    }
  }
}
