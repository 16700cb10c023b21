package dev.perdure.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.MachineRef;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RecentCulpritsTest {
  private static final MachineRef<?> ONE = Ledger.TYPE.ref("one");
  private static final MachineRef<?> OTHER = Ledger.TYPE.ref("other");

  private final MovableClock clock = new MovableClock();
  private final RecentCulprits culprits = new RecentCulprits(clock);

  @Test
  void theThirdTimeIsNoChanceAnyMore() {
    assertThat(culprits.convicts(ONE, "waiting 1")).isFalse();
    assertThat(culprits.convicts(ONE, "waiting 1")).isFalse();
    assertThat(culprits.convicts(ONE, "waiting 1")).isTrue();
    assertThat(culprits.convicts(ONE, "waiting 1")).as("tried again").isTrue();
  }

  @Test
  void eachEventIsCountedForItself() {
    for (int i = 0; i < RecentCulprits.TIMES - 1; i++) {
      assertThat(culprits.convicts(ONE, "waiting 1")).isFalse();
      assertThat(culprits.convicts(ONE, "waiting 2")).isFalse();
      assertThat(culprits.convicts(OTHER, "waiting 1")).isFalse();
    }
    assertThat(culprits.convicts(ONE, "waiting 2")).isTrue();
  }

  @Test
  void whatIsLongAgoIsForgotten() {
    culprits.convicts(ONE, "waiting 1");
    culprits.convicts(ONE, "waiting 1");
    clock.move(Duration.ofMillis(RecentCulprits.FORGOTTEN_MILLIS));
    assertThat(culprits.convicts(ONE, "waiting 1")).isFalse();
  }

  @Test
  void onlyTheLatestAreRemembered() {
    culprits.convicts(ONE, "the first");
    culprits.convicts(ONE, "the first");
    for (int i = 0; i < RecentCulprits.MOST; i++) {
      culprits.convicts(ONE, "waiting " + i);
    }
    assertThat(culprits.convicts(ONE, "the first")).isFalse();
  }
}
