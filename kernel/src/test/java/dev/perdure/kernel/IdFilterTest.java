package dev.perdure.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The filter of request ids, and the fingerprints that it relies on. */
final class IdFilterTest {
  private static final int CAPACITY = 10_000;

  private static Fingerprint id(long number) {
    return Fingerprint.of("client-" + number % 512 + "-" + number / 512);
  }

  @Test
  void allIdsThatItCoversAreInIt() {
    IdFilter filter = new IdFilter(CAPACITY);
    filter.begin(1);
    long checked = 0;
    for (long recordNo = 1; recordNo <= 5 * CAPACITY; recordNo++) {
      filter.add(id(recordNo), recordNo);
      long covered = filter.coveredFrom();
      assertThat(recordNo - covered).isLessThanOrEqualTo(2 * CAPACITY + 100L);
      if (recordNo > CAPACITY) {
        assertThat(recordNo - covered).isGreaterThan(CAPACITY - 100L);
      }
      if (recordNo % 4_999 == 0) {
        for (long number = covered; number <= recordNo; number++, checked++) {
          assertThat(filter.mayHave(id(number))).as("%s", number).isTrue();
        }
      }
    }
    assertThat(checked).isGreaterThan(10 * CAPACITY);
  }

  @Test
  void nearlyAllOthersAreNot() {
    IdFilter filter = new IdFilter(CAPACITY);
    filter.begin(1);
    int wrong = 0;
    for (long number = 1; number < 2 * CAPACITY; number++) {
      wrong += filter.mayHave(id(number)) ? 1 : 0;
      filter.add(id(number), number);
    }
    assertThat(wrong).isLessThan(2 * CAPACITY / 200);
  }

  @Test
  void idsOfOneRecordMayBeInTwoGenerations() {
    IdFilter filter = new IdFilter(2);
    filter.begin(1);
    for (int i = 1; i <= 3; i++) {
      filter.add(id(i), 1);
    }
    for (int i = 4; i <= 6; i++) {
      filter.add(id(i), 2);
    }
    assertThat(filter.coveredFrom()).as("of record 1 some are gone").isGreaterThan(1);
  }

  @Test
  void fingerprintsOfSimilarIdsDiffer() {
    Set<Long> seen = new LinkedHashSet<>();
    int[] eighths = new int[8];
    int count = 0;
    for (int length = 1; length <= 9; length++) {
      for (int i = 0; i < 1 << length; i++) {
        // All texts of two characters, at the beginning and behind others.
        String bits = Integer.toBinaryString(1 << length | i).substring(1);
        for (String id :
            new String[] {bits, "request-" + bits, bits + "0000000", bits + "\u0101"}) {
          Fingerprint print = Fingerprint.of(id);
          seen.add(print.high());
          seen.add(print.low());
          eighths[(int) (print.high() >>> 61)]++;
          count++;
        }
      }
    }
    // Some of the shorter ones are among those with zeros behind them.
    assertThat(seen.size()).isEqualTo(2 * (count - (2 + 4)));
    for (int eighth : eighths) {
      assertThat(eighth).isBetween(count / 10, count / 6);
    }
  }
}
