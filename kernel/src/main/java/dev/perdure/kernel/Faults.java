package dev.perdure.kernel;

import org.jspecify.annotations.Nullable;

/**
 * Tells the faults of a machine's own code from those of the process. Whatever code of users throws
 * (a handler, a constructor of a record, an accessor) is a fault of its machine, for which others
 * must not stand still: any exception, an assertion, a class that cannot be initialized, a stack
 * that overflows.
 *
 * <p>What stays is {@link VirtualMachineError}: out of memory, an internal error. Then nothing in
 * this process can be relied on, the parking of an event least of all: the partition fails. But
 * when it is the same event each time, {@link Culprits} hold that one to be the cause.
 */
final class Faults {
  private static final int MAX_CAUSES = 8;

  private Faults() {}

  /** Whether it is a fault of the process, as far as one can tell from what was thrown. */
  static boolean isOfProcess(@Nullable Throwable thrown) {
    return thrown instanceof VirtualMachineError && !(thrown instanceof StackOverflowError);
  }

  /** Returns for a fault of a machine's code; throws on what is none. */
  static void passOn(@Nullable Throwable thrown) {
    if (isOfProcess(thrown)) {
      throw (Error) thrown;
    }
  }

  /**
   * The fault, or something in its place where it cannot even be printed: its {@code getMessage} is
   * code of users too.
   */
  static Throwable printable(Throwable thrown) {
    try {
      Throwable at = thrown;
      for (int depth = 0; at != null && depth < MAX_CAUSES; depth++) {
        if (at.toString() == null || at.getStackTrace() == null) {
          return unprintable(thrown);
        }
        for (Throwable suppressed : at.getSuppressed()) {
          if (suppressed.toString() == null) {
            return unprintable(thrown);
          }
        }
        at = at.getCause();
      }
      return thrown;
    } catch (Throwable e) {
      passOn(e);
      return unprintable(thrown);
    }
  }

  private static Throwable unprintable(Throwable thrown) {
    return new IllegalStateException(
        "a %s that cannot be printed: its message or cause throws"
            .formatted(thrown.getClass().getTypeName()));
  }
}
