package dev.perdure.kernel;

import static java.util.Comparator.comparing;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The table of request ids of some records. */
final class GenerationTest {
  /** Also of those whose slots are the last ones, and that go on at the first. */
  @Test
  void idsAreFoundAndComeInOrder() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      Generation generation = new Generation(1, 8 + random.nextInt(100), random.nextBoolean());
      Map<Fingerprint, Long> answered = new LinkedHashMap<>();
      Map<Fingerprint, Long> accepted = new LinkedHashMap<>();
      long high = random.nextBoolean() ? 0xFFFF_FFFF_0000_0000L : 0;
      for (int recordNo = 1; recordNo <= 150; recordNo++) {
        // Few different ones, so that they come again.
        var id = new Fingerprint(high | random.nextInt() >>> 4 << 6, random.nextInt(2) - 1);
        if (random.nextInt(3) > 0) {
          accepted.remove(id);
          answered.put(id, (long) recordNo);
          generation.put(id, recordNo, true);
        } else if (!answered.containsKey(id)) {
          accepted.put(id, (long) recordNo);
          generation.put(id, recordNo, false);
        }
      }
      answered.forEach((id, at) -> assertThat(generation.find(id.high(), id.low())).isEqualTo(at));
      accepted.forEach((id, at) -> assertThat(generation.find(id.high(), id.low())).isEqualTo(at));
      assertThat(generation.find(high | 1, 0)).isZero();
      assertThat(generation.size()).isEqualTo(answered.size() + accepted.size());
      assertThat(generation.unanswered()).isEqualTo(accepted.size());
      List<Fingerprint> byKey =
          answered.keySet().stream()
              .sorted(comparing(id -> Keys.aged(1, id.high(), id.low()), Arrays::compareUnsigned))
              .toList();
      assertThat(at(generation, generation.answered())).containsExactlyElementsOf(byKey);
      assertThat(at(generation, generation.unansweredByRecord()))
          .containsExactlyElementsOf(
              accepted.keySet().stream().sorted(comparing(accepted::get)).toList());
    }
  }

  private static List<Fingerprint> at(Generation generation, int[] places) {
    return Arrays.stream(places)
        .mapToObj(place -> new Fingerprint(generation.high(place), generation.low(place)))
        .toList();
  }

  @Test
  void roomThatIsUsedAgainIsEmpty() {
    Generation worn = new Generation(1, 8, false);
    worn.put(new Fingerprint(1, 2), 3, true);
    Generation next = new Generation(2, worn);
    assertThat(next.find(1, 2)).isZero();
    assertThat(next.size()).isZero();
    assertThat(next.answered()).isEmpty();
  }

  @Test
  void ofIdsThatAreLoadedTogetherTheYoungestCounts() {
    Generation one = new Generation(1, 8, false);
    Generation other = new Generation(1, 8, false);
    one.put(new Fingerprint(1, 2), 3, true);
    one.put(new Fingerprint(7, 2), 3, true);
    other.put(new Fingerprint(1, 2), 5, true);
    SimStore store = new SimStore(1);
    new OldIds(0, List.of(one, other)).load(store);
    assertThat(store.get(0, Keys.aged(1, 1, 2))).containsExactly(5);
    assertThat(store.get(0, Keys.aged(1, 7, 2))).containsExactly(3);
    assertThat(store.space(0, Keys.AGED)).hasSize(3);
  }
}
