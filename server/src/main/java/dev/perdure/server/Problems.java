package dev.perdure.server;

import dev.perdure.BadEventException;
import dev.perdure.BadPlacementException;
import dev.perdure.EventTooLargeException;
import dev.perdure.MachineException;
import dev.perdure.OverloadedException;
import dev.perdure.RefusedException;
import dev.perdure.RequestIdReusedException;
import dev.perdure.UnavailableException;
import dev.perdure.UnknownMachineTypeException;
import dev.perdure.node.codec.IngressException;
import java.time.Duration;

/** Says to callers over HTTP what the node says to callers in Java. */
final class Problems {
  /** How long an outage is given before trying again makes sense. */
  private static final Duration OUTAGE_PAUSE = Duration.ofSeconds(1);

  /** The setting of the node that bounds an event. */
  static final String MAX_EVENT_BYTES = "max-event-bytes";

  private Problems() {}

  /** The problem that the exception is to a caller. */
  static Problem of(MachineException e) {
    return switch (e) {
      case RefusedException refused -> refused(refused);
      case OverloadedException overloaded -> overloaded(overloaded);
      case UnavailableException unavailable -> unavailable(text(unavailable));
      case RequestIdReusedException reused -> new Problem(ProblemType.KEY_REUSED, text(reused));
      case UnknownMachineTypeException unknown ->
          new Problem(ProblemType.UNKNOWN_MACHINE_TYPE, text(unknown));
      case BadPlacementException placement -> new Problem(ProblemType.BAD_ADDRESS, text(placement));
      case EventTooLargeException large ->
          tooLarge(text(large), large.boundBytes(), MAX_EVENT_BYTES)
              .with("eventType", large.eventType())
              .with("sizeBytes", large.sizeBytes());
      case BadEventException event ->
          new Problem(ProblemType.BAD_EVENT, text(event)).with("eventType", event.eventType());
    };
  }

  /** The body is no such event. */
  static Problem of(IngressException e, String event) {
    return new Problem(ProblemType.BAD_EVENT, text(e))
        .with("eventType", event)
        .with("field", e.pointer())
        .with("expected", e.expected())
        .with("found", e.found());
  }

  /** A parameter of the query is not as it should be. */
  static Problem badParameter(String name, String detail) {
    return new Problem(ProblemType.BAD_PARAMETER, detail).with("parameter", name);
  }

  /**
   * An event or a body over a bound.
   *
   * @param setting which one it is
   */
  static Problem tooLarge(String detail, long boundBytes, String setting) {
    return new Problem(ProblemType.TOO_LARGE, detail)
        .with("boundBytes", boundBytes)
        .with("setting", setting);
  }

  /** The node does not serve, or the server is closing. */
  static Problem unavailable(String why) {
    return new Problem(ProblemType.UNAVAILABLE, why).retryAfter(OUTAGE_PAUSE);
  }

  private static Problem refused(RefusedException e) {
    return switch (e.cause()) {
      case HALTED -> new Problem(ProblemType.HALTED, reason(e, "the machine is halted"));
      case REFUSED, ERROR ->
          new Problem(ProblemType.REFUSED, reason(e, "the machine refused"))
              .with("cause", e.cause().name())
              .with("reason", e.reason());
    };
  }

  private static String reason(RefusedException e, String otherwise) {
    return e.reason().isEmpty() ? otherwise : e.reason();
  }

  private static Problem overloaded(OverloadedException e) {
    return new Problem(ProblemType.OVERLOADED, text(e)).retryAfter(e.retryAfter());
  }

  private static String text(RuntimeException e) {
    return String.valueOf(e.getMessage());
  }
}
