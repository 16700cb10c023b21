package dev.perdure.server;

/**
 * The kinds of problems that an answer can report (RFC 9457). The list is what the OpenAPI
 * description and the documentation are made from. Those below 500 are the caller's to mend; of
 * those above, all but {@link #FAULT} pass by themselves.
 */
enum ProblemType {
  MALFORMED_REQUEST(400, "The request is not HTTP as this server reads it"),
  BAD_ADDRESS(400, "The machine cannot be addressed so"),
  BAD_PARAMETER(400, "A parameter of the request is wrong"),
  BAD_EVENT(400, "The body is not the event"),
  BAD_IDEMPOTENCY_KEY(400, "The Idempotency-Key is missing or malformed"),
  WRONG_ORIGIN(403, "Web pages of other origins may not call this server"),
  NOT_FOUND(404, "There is nothing under this path"),
  UNKNOWN_MACHINE_TYPE(404, "There is no such machine type"),
  UNKNOWN_EVENT(404, "The machine type has no such event"),
  NO_MACHINE(404, "No event has reached this machine yet"),
  METHOD_NOT_ALLOWED(405, "The path has other methods"),
  REFUSED(409, "The machine refused"),
  NOT_QUARANTINED(409, "The machine has no parked event"),
  HALTED(410, "The machine is halted"),
  TOO_LARGE(413, "The event is over the size bound"),
  WRONG_CONTENT_TYPE(415, "The body must be application/json"),
  WRONG_HOST(421, "The Host is not one of this server's"),
  KEY_REUSED(422, "The Idempotency-Key was used for another request"),
  OVERLOADED(429, "A bound is reached, and the request was not taken"),
  HEADERS_TOO_LARGE(431, "The request line or the headers are over their size bound"),
  FAULT(500, "A fault of this server"),
  UNAVAILABLE(503, "The node does not serve"),
  WAIT_OVER(504, "There is no answer yet");

  private final int status;
  private final String title;

  ProblemType(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /** The status of the answer. */
  int status() {
    return status;
  }

  /** The same for every problem of the type. */
  String title() {
    return title;
  }

  /** The last part of {@link #uri}. */
  String slug() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  /** Whether the same request may go well a little later; then there is a Retry-After. */
  boolean passes() {
    return this == OVERLOADED || this == UNAVAILABLE || this == WAIT_OVER;
  }

  /** What programs tell problems apart by. */
  String uri() {
    return "urn:perdure:problem:" + slug();
  }
}
