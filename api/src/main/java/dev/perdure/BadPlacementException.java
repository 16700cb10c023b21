package dev.perdure;

/**
 * The ref has a {@link Placement} and the machines of its type have none, or the reverse. To accept
 * it would step the event in another machine than the one that is meant.
 */
public final class BadPlacementException extends MachineException {
  private static final long serialVersionUID = 1L;

  /**
   * A ref of the wrong form; the message is made for the form it has.
   *
   * @param ref the ref that was used
   */
  public BadPlacementException(MachineRef<?> ref) {
    super(message(ref));
  }

  private static String message(MachineRef<?> ref) {
    return ref.placed()
        ? "%s has a placement, but machine type '%s' is not placed: use ref(key), or placed() in %s"
            .formatted(ref, ref.type(), "its Definition")
        : "%s has no placement, but machine type '%s' is placed: use ref(Placement.of(tag), key)"
            .formatted(ref, ref.type());
  }
}
