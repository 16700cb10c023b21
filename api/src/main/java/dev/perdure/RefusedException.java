package dev.perdure;

import static java.util.Objects.requireNonNull;

/**
 * The definite no to an ask of a client: what {@link Outcome.Failed} is to a machine. What is only
 * sent is refused when the machine is halted. Asking again with the same request id gets the same
 * no; with another it is another request.
 */
public final class RefusedException extends MachineException {
  private static final long serialVersionUID = 1L;

  private final Outcome.Cause cause;
  private final String reason;

  /**
   * A no.
   *
   * @param cause who said it
   * @param reason why, for people; may be empty
   */
  public RefusedException(Outcome.Cause cause, String reason) {
    super(requireNonNull(cause, "cause") + ": " + requireNonNull(reason, "reason"));
    this.cause = cause;
    this.reason = reason;
  }

  /** Who said no. */
  public Outcome.Cause cause() {
    return cause;
  }

  /** Why, in the words of the machine. */
  public String reason() {
    return reason;
  }
}
