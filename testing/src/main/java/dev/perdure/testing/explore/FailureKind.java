package dev.perdure.testing.explore;

import dev.perdure.testing.RunResult;
import dev.perdure.testing.Violation;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What kind of failure a run ended with: of a {@link Violation} its name, else the class thrown and
 * where. Failures of one kind are taken for the same one.
 */
record FailureKind(String text) {
  /** The name of a failure that another play of the same run did not have. */
  static final String UNSTEADY = "does not repeat";

  private static final FailureKind NONE = new FailureKind("");

  /** Where assertions are thrown, which says nothing of what was asserted. */
  private static final List<String> NOT_WHERE =
      List.of("java.", "jdk.", "org.assertj.", "org.junit.", "org.opentest4j.", "org.hamcrest.");

  static FailureKind of(RunResult result) {
    return of(result.thrown());
  }

  private static FailureKind of(@Nullable Throwable thrown) {
    if (thrown == null) {
      return NONE;
    }
    if (!(thrown instanceof Violation)) {
      return new FailureKind(thrown.getClass().getName() + where(thrown));
    }
    String message = String.valueOf(thrown.getMessage());
    int end = message.indexOf(':');
    String name = end < 0 ? message : message.substring(0, end);
    Throwable cause = thrown.getCause();
    boolean ofListener = cause != null && name.equals(cause.getClass().getName());
    return ofListener ? of(cause) : new FailureKind(name);
  }

  private static String where(Throwable thrown) {
    return Arrays.stream(thrown.getStackTrace())
        .filter(frame -> NOT_WHERE.stream().noneMatch(frame.getClassName()::startsWith))
        .findFirst()
        .map(frame -> " at " + frame)
        .orElse("");
  }

  /** Whether another play of the same run may end in another way. */
  boolean isUnsteady() {
    return text.equals(UNSTEADY);
  }

  /** Whether a run ended with a failure of this kind. */
  boolean isOf(RunResult result) {
    return !result.isOk() && of(result).equals(this);
  }
}
