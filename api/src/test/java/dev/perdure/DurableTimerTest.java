package dev.perdure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DurableTimerTest {
  record Due() {}

  sealed interface Pending {
    record Waiting() implements Pending {}
  }

  @Test
  void aOneShotTimerMayFireAtOnce() {
    DurableTimer<Due> timer = DurableTimer.after(Duration.ZERO, new Due());
    assertThat(timer.periodic()).isFalse();
    assertThat(timer.name()).isEmpty();
    assertThat(timer.scope()).isEmpty();
  }

  @Test
  void aPeriodicTimerNeedsAPeriod() {
    assertThat(DurableTimer.every(Duration.ofNanos(1), new Due()).periodic()).isTrue();
    assertThatThrownBy(() -> DurableTimer.every(Duration.ZERO, new Due()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("period of a timer must be longer than zero: PT0S");
  }

  @Test
  void aDelayIsNeitherNegativeNorBeyondReckoning() {
    assertThatThrownBy(() -> DurableTimer.after(Duration.ofSeconds(-1), new Due()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("delay of a timer must not be negative: PT-1S");
    assertThat(DurableTimer.after(Duration.ofDays(36_500), new Due()).delay()).hasDays(36_500);
    assertThatThrownBy(() -> DurableTimer.after(Duration.ofDays(36_501), new Due()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("delay of a timer must be at most 36500 days");
  }

  @Test
  void nameAndScopeAreKeptBesideEachOther() {
    DurableTimer<Due> timer =
        DurableTimer.every(Duration.ofDays(1), new Due()).named("sku-7").whileIn(Pending.class);
    assertThat(timer.name()).isEqualTo("sku-7");
    assertThat(timer.scope()).contains(Pending.class);
    assertThat(timer.whileIn(Pending.Waiting.class).named("").scope())
        .contains(Pending.Waiting.class);
    assertThat(timer.periodic()).isTrue();
    assertThat(timer.delay()).hasDays(1);
  }

  @Test
  void aScopeIsAStateOrASuperstate() {
    assertThatThrownBy(
            () -> DurableTimer.after(Duration.ZERO, new Due()).whileIn(StringBuilder.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "whileIn takes a state record or a sealed interface of states, not"
                + " java.lang.StringBuilder");
  }
}
