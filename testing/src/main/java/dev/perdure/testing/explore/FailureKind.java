package dev.perdure.testing.explore;

import dev.perdure.testing.RunResult;
import dev.perdure.testing.Violation;
import org.jspecify.annotations.Nullable;

/**
 * What kind of failure a run ended with: the class thrown, and of a {@link Violation} its name.
 * Failures of one kind are taken for the same one.
 */
record FailureKind(String text) {
  private static final FailureKind NONE = new FailureKind("");

  static FailureKind of(RunResult result) {
    return of(result.thrown());
  }

  private static FailureKind of(@Nullable Throwable thrown) {
    if (thrown == null) {
      return NONE;
    }
    String type = thrown.getClass().getName();
    if (!(thrown instanceof Violation)) {
      return new FailureKind(type);
    }
    String message = String.valueOf(thrown.getMessage());
    int end = message.indexOf(':');
    return new FailureKind(type + " " + (end < 0 ? message : message.substring(0, end)));
  }

  /** Whether a run ended with a failure of this kind. */
  boolean isOf(RunResult result) {
    return !result.isOk() && of(result).equals(this);
  }
}
