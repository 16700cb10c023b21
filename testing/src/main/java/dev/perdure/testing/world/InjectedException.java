package dev.perdure.testing.world;

/** What a handler or an activity throws because the simulator wants it to. */
public final class InjectedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InjectedException(String where) {
    super(where, null, false, false);
  }
}
