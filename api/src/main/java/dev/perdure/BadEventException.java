package dev.perdure;

import static java.util.Objects.requireNonNull;

/**
 * The event cannot be taken: it is not of the machine's family, cannot be written, or is used in a
 * way that its type does not allow. The message names event type, machine and what to do.
 */
public final class BadEventException extends MachineException {
  private static final long serialVersionUID = 1L;

  private final String eventType;

  /**
   * An event that cannot be taken.
   *
   * @param to the machine it was meant for
   * @param eventType its durable name where it has one, else the name of its class
   * @param problem what is wrong and what to do, in a phrase
   */
  public BadEventException(MachineRef<?> to, String eventType, String problem) {
    super(message(to, eventType, problem));
    this.eventType = eventType;
  }

  /**
   * An event that cannot be taken because of a failure below, such as one of the codec.
   *
   * @param to the machine it was meant for
   * @param eventType its durable name where it has one, else the name of its class
   * @param problem what is wrong and what to do, in a phrase
   */
  public BadEventException(MachineRef<?> to, String eventType, String problem, Throwable cause) {
    super(message(to, eventType, problem), cause);
    this.eventType = eventType;
  }

  private static String message(MachineRef<?> to, String eventType, String problem) {
    return "event %s to %s: %s"
        .formatted(
            requireNonNull(eventType, "eventType"),
            requireNonNull(to, "to"),
            requireNonNull(problem, "problem"));
  }

  /** The durable name of the event's type where it has one, else the name of its class. */
  public String eventType() {
    return eventType;
  }
}
