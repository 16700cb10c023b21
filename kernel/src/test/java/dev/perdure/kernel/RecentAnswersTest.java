package dev.perdure.kernel;

import static dev.perdure.kernel.Remembering.accepted;
import static dev.perdure.kernel.Remembering.answered;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What uncommitted records remember of request ids. */
final class RecentAnswersTest {
  @Test
  void allThatIsNotCommittedIsFoundHoweverMuchThereIs() {
    RecentAnswers recent = new RecentAnswers();
    long committed = 0;
    for (long recordNo = 1; recordNo <= 2_000; recordNo++) {
      for (int i = 0; i < 3; i++) {
        recent.add(answered(recordNo + "-" + i), recordNo);
      }
      if (recordNo % 5 == 0) {
        committed += 4;
        recent.committed(committed);
      }
      for (long at : new long[] {committed, committed + 1, (committed + recordNo) / 2, recordNo}) {
        String last = at + "-2";
        assertThat(recent.find(last, at)).isEqualTo(at <= committed ? null : answered(last));
        assertThat(recent.find(at + "-0", at + 1)).isNull();
      }
    }
  }

  @Test
  void whatARecordRemembersLastCounts() {
    RecentAnswers recent = new RecentAnswers();
    recent.add(accepted("a"), 7);
    recent.add(answered("b"), 7);
    recent.add(answered("a"), 7);
    assertThat(recent.find("a", 7)).isEqualTo(answered("a"));
  }
}
