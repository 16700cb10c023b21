package dev.perdure.testing.world;

/** An error that a handler throws because the simulator wants it to. */
final class InjectedError extends Error {
  private static final long serialVersionUID = 1L;

  InjectedError(String where) {
    super(where, null, false, false);
  }
}
