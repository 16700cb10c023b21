package dev.perdure;

/**
 * What goes wrong between a caller and the machines. All are unchecked; futures complete with them,
 * so that {@code join()} wraps them in a {@link java.util.concurrent.CompletionException}.
 */
public abstract sealed class MachineException extends RuntimeException
    permits RefusedException,
        OverloadedException,
        UnavailableException,
        RequestIdReusedException,
        UnknownMachineTypeException,
        BadPlacementException,
        BadEventException,
        EventTooLargeException {
  private static final long serialVersionUID = 1L;

  MachineException(String message) {
    super(message);
  }

  MachineException(String message, Throwable cause) {
    super(message, cause);
  }
}
