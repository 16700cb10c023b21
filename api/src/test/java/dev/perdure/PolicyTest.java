package dev.perdure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.Activity.Policy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The bounds of {@link RetryPolicy} and {@link Activity}. */
class PolicyTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void theStandardRetryPolicyIsBounded() {
    assertThat(RetryPolicy.standard())
        .isEqualTo(new RetryPolicy(5, Duration.ofMillis(100), Duration.ofSeconds(10)));
  }

  @Test
  void aRetryPolicyHasAnAttemptAndNoBusyLoop() {
    refused(() -> new RetryPolicy(0, SECOND, SECOND), "attempts must be at least 1: 0");
    refused(
        () -> new RetryPolicy(2, Duration.ZERO, SECOND), "backoff must be longer than zero: PT0S");
    refused(
        () -> new RetryPolicy(2, SECOND, Duration.ofMillis(999)),
        "maxBackoff must not be shorter than backoff: PT0.999S < PT1S");
    refused(
        () -> new RetryPolicy(2, SECOND, Duration.ofDays(40_000)),
        "maxBackoff must be at most 36500 days: PT960000H");
  }

  @Test
  void aPolicyIsTheStandardOneButForWhatIsSaid() {
    assertThat(Policy.standard())
        .isEqualTo(new Policy(Duration.ofSeconds(30), 5, SECOND, Duration.ZERO));
    assertThat(
            Policy.standard()
                .attempts(3)
                .attemptTimeout(Duration.ofSeconds(20))
                .backoff(Duration.ZERO)
                .heartbeat(SECOND))
        .isEqualTo(new Policy(Duration.ofSeconds(20), 3, Duration.ZERO, SECOND));
  }

  @Test
  void aPolicyIsBounded() {
    Policy standard = Policy.standard();
    refused(() -> standard.attempts(0), "attempts must be at least 1: 0");
    refused(
        () -> standard.attemptTimeout(Duration.ZERO),
        "attemptTimeout must be longer than zero: PT0S");
    refused(() -> standard.backoff(SECOND.negated()), "backoff must not be negative: PT-1S");
    refused(() -> standard.heartbeat(SECOND.negated()), "heartbeat must not be negative: PT-1S");
  }

  @Test
  void anActivityIsNamed() {
    refused(
        () -> Activity.of("", String.class, String.class, Policy.standard()),
        "activity name must not be empty");
  }

  @Test
  void anActivityGetsItsCodeWhereTheNodeIsOpened() throws Exception {
    Activity<String, Integer> length =
        Activity.of("length", String.class, Integer.class, Policy.standard());
    Activity.Bound<String, Integer> bound = length.with((text, attempt) -> text.length());
    assertThat(bound.activity()).isEqualTo(length);
    assertThat(bound.body().run("four", new FirstAttempt())).isEqualTo(4);
  }

  private record FirstAttempt() implements Activity.Attempt {
    @Override
    public String idempotencyKey() {
      return "key";
    }

    @Override
    public int number() {
      return 1;
    }

    @Override
    public void heartbeat() {}
  }

  private static void refused(Runnable making, String message) {
    assertThatThrownBy(making::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
