package dev.perdure;

import java.time.Duration;

/**
 * What happens to an event whose handler throws: its step leaves no trace and is tried again after
 * a wait. The wait before the second attempt is {@code backoff}; it doubles with each further one
 * up to {@code maxBackoff}, and is drawn at random between half of that and the whole, so that many
 * failing machines do not come back at once. After the last attempt the event is parked with its
 * exception and the machine is quarantined: its later events wait behind it, in order, until an
 * operator retries, edits or skips the event or halts the machine. Other machines never wait.
 *
 * @param attempts how often the event is stepped at most, the first time included; at least 1
 * @param backoff the wait before the second attempt; longer than zero
 * @param maxBackoff the longest wait; not shorter than {@code backoff}, at most 36,500 days
 */
public record RetryPolicy(int attempts, Duration backoff, Duration maxBackoff) {
  private static final RetryPolicy STANDARD =
      new RetryPolicy(5, Duration.ofMillis(100), Duration.ofSeconds(10));

  /** Checks the bounds. */
  public RetryPolicy {
    Checks.atLeastOne("attempts", attempts);
    Checks.positive("backoff", backoff);
    Checks.positive("maxBackoff", maxBackoff);
    if (maxBackoff.compareTo(backoff) < 0) {
      throw new IllegalArgumentException(
          "maxBackoff must not be shorter than backoff: %s < %s".formatted(maxBackoff, backoff));
    }
  }

  /** Five attempts, 100 ms before the second, at most 10 s between two. */
  public static RetryPolicy standard() {
    return STANDARD;
  }
}
