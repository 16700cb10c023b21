package dev.perdure.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class AheadTest {
  @Test
  void itIsFullByRecordsOrByBytes() {
    Ahead ahead = new Ahead(3, 100, 7);
    ahead.published(10);
    ahead.published(10);
    assertThat(ahead.isFull()).isFalse();
    ahead.published(10);
    assertThat(ahead.isFull()).as("three records").isTrue();
    ahead.committed(9);
    assertThat(ahead.isFull()).isFalse();
    ahead.published(90);
    assertThat(ahead.isFull()).as("a hundred bytes").isTrue();
    ahead.committed(10);
    assertThat(ahead.isFull()).isFalse();
    assertThat(ahead.records()).isEqualTo(1);
  }

  @Test
  void itCountsLikeASumOverThoseOnTheirWay() {
    SplittableRandom random = new SplittableRandom(1);
    long first = 1_000_000;
    Ahead ahead = new Ahead(Integer.MAX_VALUE, 50_000, first);
    ArrayDeque<Integer> onTheirWay = new ArrayDeque<>();
    long committed = first;
    for (int i = 0; i < 100_000; i++) {
      if (random.nextInt(3) > 0 || onTheirWay.isEmpty()) {
        int bytes = random.nextInt(500);
        onTheirWay.add(bytes);
        ahead.published(bytes);
      } else {
        for (int some = 1 + random.nextInt(onTheirWay.size()); some > 0; some--) {
          onTheirWay.remove();
          committed++;
        }
        ahead.committed(committed);
      }
      long sum = onTheirWay.stream().mapToLong(Integer::longValue).sum();
      assertThat(ahead.isFull()).isEqualTo(sum >= 50_000);
      assertThat(ahead.records()).isEqualTo(onTheirWay.size());
    }
  }
}
