package dev.perdure.kernel;

import org.jspecify.annotations.Nullable;

/** Whether two references are to the very same object, where equal is not enough. */
final class Identity {
  private Identity() {}

  @SuppressWarnings("ReferenceEquality") // The point of it.
  static boolean same(@Nullable Object one, @Nullable Object other) {
    return one == other;
  }
}
