package dev.perdure.cli;

/** Ends a command with a message for people and an exit code; nobody wants to see its stack. */
final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The command failed. */
  static final int FAILED = 1;

  /** The command was called wrongly. */
  static final int WRONG_CALL = 2;

  private final int exitCode;

  /**
   * A failure.
   *
   * @param message what was wrong, where, and what to do
   */
  Failure(int exitCode, String message) {
    super(message, null, false, false);
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }
}
