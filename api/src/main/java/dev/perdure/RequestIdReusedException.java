package dev.perdure;

import static java.util.Objects.requireNonNull;

/**
 * The request id was used before for another request. Nothing is stepped: to answer with what was
 * remembered would be the answer to another question.
 */
public final class RequestIdReusedException extends MachineException {
  private static final long serialVersionUID = 1L;

  private final String requestId;

  /**
   * A reused id.
   *
   * @param id the request id
   * @param difference how the two requests differ, in a phrase: {@code sent to order/7 before}
   */
  public RequestIdReusedException(RequestId id, String difference) {
    super(
        "request id %s was used for another request: %s; give each request an id of its own"
            .formatted(Checks.shown(id.value()), requireNonNull(difference, "difference")));
    this.requestId = id.value();
  }

  /** The request id. */
  public RequestId id() {
    return RequestId.of(requestId);
  }
}
