package dev.perdure.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.MachineRef;
import dev.perdure.Placement;
import org.junit.jupiter.api.Test;

final class RecentRequestIdsTest {
  private final RecentRequestIds ids = new RecentRequestIds();

  private static MachineRef<Object> machine(String key) {
    return new MachineRef<>("order", Placement.byKey(), key);
  }

  @Test
  void oneIdForOneMachineIsARetry() {
    assertThat(ids.isForAnother("r-1", machine("a"))).isFalse();
    assertThat(ids.isForAnother("r-1", machine("a"))).isFalse();
  }

  @Test
  void oneIdForTwoMachinesIsNoticed() {
    assertThat(ids.isForAnother("r-1", machine("a"))).isFalse();
    assertThat(ids.isForAnother("r-1", machine("b"))).isTrue();
  }

  @Test
  void theFirstMachineKeepsTheId() {
    assertThat(ids.isForAnother("r-1", machine("a"))).isFalse();
    assertThat(ids.isForAnother("r-1", machine("b"))).isTrue();
    assertThat(ids.isForAnother("r-1", machine("a"))).isFalse();
  }

  @Test
  void manyIdsNeverGiveAFalseAlarm() {
    for (int i = 0; i < 300_000; i++) {
      assertThat(ids.isForAnother("r-" + i, machine("m" + i))).isFalse();
    }
  }
}
