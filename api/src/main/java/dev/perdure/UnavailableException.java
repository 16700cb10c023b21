package dev.perdure;

import static java.util.Objects.requireNonNull;

/**
 * No answer: the node does not serve (it is closing, its disk is full, a sync failed), or the
 * caller waited as long as it wanted to. Whether the request was or will be stepped is unknown;
 * send it again with the same request id to learn it, and it is stepped once in any case.
 */
public final class UnavailableException extends MachineException {
  private static final long serialVersionUID = 1L;

  /**
   * No answer.
   *
   * @param reason what is the matter, in a phrase
   */
  public UnavailableException(String reason) {
    super(message(reason));
  }

  /**
   * No answer, because of a failure below.
   *
   * @param reason what is the matter, in a phrase
   */
  public UnavailableException(String reason, Throwable cause) {
    super(message(reason), cause);
  }

  private static String message(String reason) {
    return requireNonNull(reason, "reason")
        + "; the outcome is unknown: send again with the same request id";
  }
}
