package dev.perdure.testing.check;

import dev.perdure.testing.Violation;
import org.jspecify.annotations.Nullable;

/** States what must hold. */
final class Guarantee {
  private Guarantee() {}

  /** Fails the run, naming the guarantee, when it does not hold. */
  @SuppressWarnings("AnnotateFormatMethod") // The annotation would be a dependency.
  static void holds(boolean condition, String otherwise, @Nullable Object... args) {
    if (!condition) {
      throw new Violation(otherwise.formatted(args));
    }
  }
}
