package dev.perdure;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * Pushed back: a bound is reached and the request was not taken. Nothing of it is kept; send it
 * again with the same request id after the time given.
 */
public final class OverloadedException extends MachineException {
  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;
  private final String where;

  /**
   * A refusal to take a request.
   *
   * @param retryAfter when it makes sense to try again; not negative
   * @param where which bound was reached: the partition and the setting
   */
  public OverloadedException(Duration retryAfter, String where) {
    super(
        "overloaded: %s; send again with the same request id after %s"
            .formatted(
                requireNonNull(where, "where"), Checks.notNegative("retryAfter", retryAfter)));
    this.retryAfter = retryAfter;
    this.where = where;
  }

  /** When it makes sense to try again. */
  public Duration retryAfter() {
    return retryAfter;
  }

  /** Which bound was reached. */
  public String where() {
    return where;
  }
}
