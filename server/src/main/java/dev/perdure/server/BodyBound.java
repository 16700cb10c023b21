package dev.perdure.server;

/**
 * The most that the body of one request may have.
 *
 * @param setting which setting it comes from
 */
record BodyBound(int bytes, String setting) {
  /** What a body may have beyond the size of an event: JSON has blanks. */
  private static final int SLACK_BYTES = 64 << 10;

  /**
   * The bound.
   *
   * @param maxEventBytes the bound on an event
   * @param allBodyBytes the bound on the bodies of all requests together
   */
  static BodyBound of(long maxEventBytes, int allBodyBytes) {
    long most = maxEventBytes + SLACK_BYTES;
    return most <= allBodyBytes
        ? new BodyBound((int) most, Problems.MAX_EVENT_BYTES)
        : new BodyBound(allBodyBytes, "bodyBytes");
  }

  /** What a caller is told whose body has more. */
  Problem broken() {
    return Problems.tooLarge(
        "the body has more than %d bytes; send a reference to the data instead".formatted(bytes),
        bytes,
        setting);
  }
}
