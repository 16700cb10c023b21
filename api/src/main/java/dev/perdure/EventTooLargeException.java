package dev.perdure;

import static java.util.Objects.requireNonNull;

/**
 * The event is over the size bound of the node, its setting {@code max-event-bytes}. It was not
 * taken; keep the data elsewhere and send a reference to it.
 */
public final class EventTooLargeException extends MachineException {
  private static final long serialVersionUID = 1L;

  private final String eventType;
  private final long sizeBytes;
  private final long boundBytes;

  /**
   * An event over the bound.
   *
   * @param to the machine it was meant for
   * @param eventType its durable name
   * @param sizeBytes its size as it would be stored
   * @param boundBytes the bound
   */
  public EventTooLargeException(
      MachineRef<?> to, String eventType, long sizeBytes, long boundBytes) {
    super(
        ("event %s to %s: it has %d bytes, more than the bound of %d (max-event-bytes); send a"
                + " reference to the data instead")
            .formatted(
                requireNonNull(eventType, "eventType"),
                requireNonNull(to, "to"),
                sizeBytes,
                boundBytes));
    this.eventType = eventType;
    this.sizeBytes = sizeBytes;
    this.boundBytes = boundBytes;
  }

  /** The durable name of the event's type. */
  public String eventType() {
    return eventType;
  }

  /** The size of the event as it would be stored: its JSON, with the address of its ReplyTo. */
  public long sizeBytes() {
    return sizeBytes;
  }

  /** The most that it may have. */
  public long boundBytes() {
    return boundBytes;
  }
}
