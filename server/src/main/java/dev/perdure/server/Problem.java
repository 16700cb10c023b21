package dev.perdure.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Ends the work on a request with a report of what is wrong (RFC 9457). Made for callers: it says
 * nothing of the inside.
 */
final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  static final String CONTENT_TYPE = "application/problem+json";

  private final ProblemType type;
  private final transient Json.Members members = Json.object();
  private final transient List<Answer.Header> headers = new ArrayList<>();

  /**
   * A problem.
   *
   * @param detail what is wrong this time and what to do, for people
   */
  Problem(ProblemType type, String detail) {
    // It is an answer and not a failure: nobody reads its stack.
    super(detail, null, false, false);
    this.type = type;
  }

  ProblemType type() {
    return type;
  }

  /** What is wrong this time, and what to do. */
  String detail() {
    return String.valueOf(getMessage());
  }

  /** Adds a member of its own, beside those that every problem has. */
  Problem with(String name, String value) {
    members.with(name, value);
    return this;
  }

  /** As the other, with a number. */
  Problem with(String name, long value) {
    members.with(name, value);
    return this;
  }

  /** Adds what could have been there instead. */
  Problem accepted(Iterable<String> names) {
    members.with("accepted", Json.texts(names));
    return this;
  }

  Problem header(String name, String value) {
    headers.add(new Answer.Header(name, value));
    return this;
  }

  /** Says when it makes sense to try again, in the body and in whole seconds as a header. */
  Problem retryAfter(Duration time) {
    long millis = time.toMillis();
    members.with("retryAfterMillis", millis);
    return header("Retry-After", String.valueOf(Math.max(1, Math.ceilDiv(millis, 1_000))));
  }

  /**
   * The answer.
   *
   * @param instance the path of the request as it was sent
   */
  Answer answer(String instance) {
    Json.Members body =
        Json.object()
            .with("type", type.uri())
            .with("title", type.title())
            .with("status", type.status())
            .with("detail", detail())
            .with("instance", instance)
            .withAll(members);
    return new Answer(type.status(), CONTENT_TYPE, body.bytes(), headers);
  }
}
