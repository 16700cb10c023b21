package dev.perdure.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PausesTest {
  private final Pauses pauses = new Pauses();

  @Test
  void theyGrowFromTryToTryUpToABound() {
    pauses.serving(0);
    pauses.failed(0);
    assertThat(several(10))
        .containsExactly(50L, 100L, 200L, 400L, 800L, 1_600L, 3_200L, 6_400L, 10_000L, 10_000L);
  }

  @Test
  void theyGrowFromFailureToFailureThoughEachOpeningSucceeds() {
    List<Long> seen = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      pauses.serving(1_000L * i);
      pauses.failed(1_000L * i + 900);
      seen.add(pauses.next());
    }
    assertThat(seen).isSorted().endsWith(10_000L, 10_000L);
  }

  @Test
  void whoServedForAWhileBeginsWithAShortOne() {
    several(10);
    pauses.serving(0);
    pauses.failed(Pauses.SERVED_MILLIS - 1);
    assertThat(pauses.next()).isEqualTo(Pauses.LONGEST_MILLIS);
    pauses.serving(0);
    pauses.failed(Pauses.SERVED_MILLIS);
    assertThat(pauses.next()).isEqualTo(Pauses.FIRST_MILLIS);
  }

  private List<Long> several(int number) {
    List<Long> all = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      all.add(pauses.next());
    }
    return all;
  }
}
