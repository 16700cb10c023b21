package dev.perdure.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.MachineRef;
import dev.perdure.Placement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
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

  /** Places are written in two parts; what two threads have written is an alarm for neither. */
  @Test
  void threadsThatTakeEachOthersPlaceGiveNoFalseAlarm() throws Exception {
    RecentRequestIds onePlace = new RecentRequestIds(1);
    AtomicInteger alarms = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      String id = "r-" + i;
      MachineRef<Object> machine = machine("m" + i);
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int j = 0; j < 200_000; j++) {
                      if (onePlace.isForAnother(id, machine)) alarms.incrementAndGet();
                    }
                  }));
    }
    for (Thread thread : threads) thread.join();
    assertThat(alarms).hasValue(0);
  }

  @Test
  void idsThatDifferInOneCharacterAreTwo() {
    RecentRequestIds onePlace = new RecentRequestIds(1);
    String id = "r".repeat(200);
    assertThat(onePlace.isForAnother(id, machine("a"))).isFalse();
    for (int i = 0; i < id.length(); i++) {
      String other = id.substring(0, i) + "s" + id.substring(i + 1);
      assertThat(onePlace.isForAnother(other, machine("b"))).as("character %d", i).isFalse();
      assertThat(onePlace.isForAnother(id, machine("a"))).isFalse();
    }
    assertThat(onePlace.isForAnother(id.substring(1), machine("b"))).as("shorter").isFalse();
  }

  @Test
  void machinesThatDifferInOnePartAreTwo() {
    assertThat(ids.isForAnother("r-1", machine("a"))).isFalse();
    assertThat(ids.isForAnother("r-1", new MachineRef<>("orders", Placement.byKey(), "a")))
        .isTrue();
    assertThat(ids.isForAnother("r-1", new MachineRef<>("order", Placement.of("t"), "a"))).isTrue();
    assertThat(ids.isForAnother("r-1", machine("aa"))).isTrue();
  }

  @Test
  void manyIdsNeverGiveAFalseAlarm() {
    for (int i = 0; i < 300_000; i++) {
      assertThat(ids.isForAnother("r-" + i, machine("m" + i))).isFalse();
    }
  }
}
