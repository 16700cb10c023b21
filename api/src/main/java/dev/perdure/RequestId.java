package dev.perdure;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/**
 * Names one request of a caller outside for ever. The same id, with the same event to the same
 * machine, gets the same answer and no second step, however often it is sent; with another event or
 * machine it is a {@link RequestIdReusedException}. Answers are remembered for the retention that
 * the node is set to (24 hours unless told otherwise), which counts from the answer.
 *
 * <p>That exception has a limit: a partition remembers the ids of its own machines for the whole
 * retention, but for machines of different partitions the node compares only the last 65,536 ids or
 * so, in memory. An older id that is used again for a machine of another partition is taken for a
 * new request there, and stepped.
 *
 * @param value 1 to 200 characters of printable ASCII (U+0020 to U+007E)
 */
public record RequestId(String value) {
  private static final int MAX_LENGTH = 200;

  /** Checks the value. */
  public RequestId {
    requireNonNull(value, "request id");
    if (value.isEmpty() || value.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "request id must have 1 to %d characters, not %d: %s"
              .formatted(MAX_LENGTH, value.length(), Checks.shown(value)));
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < 0x20 || c > 0x7E) {
        throw new IllegalArgumentException(
            "request id must be printable ASCII, but has U+%04X at index %d: %s"
                .formatted((int) c, i, Checks.shown(value)));
      }
    }
  }

  /**
   * The id that the caller would use again when it retries: an order number, a form's token.
   *
   * @throws IllegalArgumentException if the value breaks the bounds
   */
  public static RequestId of(String value) {
    return new RequestId(value);
  }

  /**
   * A fresh random id, for a caller that will not retry after its own crash. Not for handlers: they
   * send by {@link Step}, which needs no request id.
   */
  public static RequestId unique() {
    return new RequestId(UUID.randomUUID().toString());
  }

  /** The value. */
  @Override
  public String toString() {
    return value;
  }
}
