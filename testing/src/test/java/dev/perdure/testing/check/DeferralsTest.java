package dev.perdure.testing.check;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.testing.Violation;
import org.junit.jupiter.api.Test;

/** What a behaviour has deferred is not offered to it again before its machine has moved. */
final class DeferralsTest {
  private final Deferrals deferrals = new Deferrals();

  private void deferred(long place) {
    deferrals.stepped("event " + place, place, true, false);
  }

  private void handled(long place, boolean moved) {
    deferrals.stepped("event " + place, place, false, moved);
  }

  @Test
  void anEventThatIsOfferedAgainInTheSameClassOfStateIsFound() {
    deferred(7);
    handled(8, false);
    assertThatThrownBy(() -> deferred(7))
        .isInstanceOf(Violation.class)
        .hasMessageContaining("defer: offered again in the same class of state: event 7");
  }

  @Test
  void anEventThatIsTakenThoughTheMachineHasNotMovedIsFound() {
    deferred(7);
    assertThatThrownBy(() -> handled(7, false)).isInstanceOf(Violation.class);
  }

  @Test
  void inAnotherClassOfStateItIsOfferedAgain() {
    deferred(7);
    deferred(8);
    handled(9, true);
    deferred(7);
    handled(8, false);
  }

  @Test
  void whatDidNotWaitHasNoPlaceAndIsNothingThatComesAgain() {
    deferred(0);
    deferred(0);
    handled(0, false);
  }
}
