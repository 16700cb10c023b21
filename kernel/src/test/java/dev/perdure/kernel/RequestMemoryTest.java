package dev.perdure.kernel;

import static dev.perdure.kernel.Remembering.accepted;
import static dev.perdure.kernel.Remembering.answered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.Outcome;
import dev.perdure.kernel.StepRecord.Remembered;
import dev.perdure.kernel.StepRecord.Standing;
import dev.perdure.kernel.spi.StoreException;
import dev.perdure.kernel.spi.Write;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Request ids on their way through the memory of a partition into the store, and out of it. */
final class RequestMemoryTest {
  private static final int ALL = Integer.MAX_VALUE;

  @Test
  void aNewIdIsNotLookedForInTheStore() {
    Remembering ids = new Remembering(16);
    for (int i = 0; i < 100; i++) {
      ids.remember(answered("r" + i));
      ids.commit(ALL);
      ids.load();
    }
    ids.store.failReadsOf(Keys.AGED);
    assertThat(ids.standing("new")).isNull();
    assertThatThrownBy(() -> ids.standing("r0")).isInstanceOf(StoreException.class);
    ids.store.failReadsOf((char) 0);
    assertThat(ids.standing("r0")).isEqualTo(Standing.ANSWERED);
  }

  @Test
  void afterAnOpeningIdsLoadedBeforeAreLookedFor() {
    Remembering ids = new Remembering(1);
    for (int i = 0; i < 10; i++) {
      ids.remember(answered("r" + i));
      ids.commit(ALL);
      ids.load();
    }
    ids.crash();
    for (int i = 0; i < 10; i++) {
      assertThat(ids.standing("r" + i)).isEqualTo(Standing.ANSWERED);
    }
    assertThat(ids.standing("new")).isNull();
  }

  /** The index is read again past answers of all kinds, whatever they are. */
  @Test
  void afterAnOpeningIdsAreFoundBehindAnswersOfAllKinds() {
    Remembering ids = new Remembering(16);
    List<Answer> answers =
        List.of(
            new Answer.Accepted(),
            new Answer.Value(new byte[200]),
            new Answer.No(Outcome.Cause.REFUSED, "not now"),
            new Answer.Unknown("out of patience"),
            new Answer.Value(new byte[0]));
    for (int i = 0; i < answers.size(); i++) {
      ids.remember(new Remembered("r" + i, 1, Standing.ANSWERED, answers.get(i)));
    }
    ids.remember(accepted("last"));
    ids.commit(ALL);
    ids.crash();
    for (int i = 0; i < answers.size(); i++) {
      assertThat(ids.memory().find("r" + i))
          .usingRecursiveComparison()
          .isEqualTo(new Remembered("r" + i, 1, Standing.ANSWERED, answers.get(i)));
    }
    assertThat(ids.standing("last")).isEqualTo(Standing.ACCEPTED);
    assertThat(ids.memory().inMemory()).isEqualTo(answers.size() + 1);
  }

  @Test
  void idsOfOneRecordLeaveTogether() {
    Remembering ids = new Remembering(4);
    ids.remember(answered("a"));
    ids.remember(answered("b"), answered("c"));
    ids.remember(answered("d"));
    ids.commit(ALL);
    assertThat(ids.load()).isTrue();
    ids.remember(answered("e"));
    ids.commit(ALL);
    assertThat(ids.memory().inMemory()).isEqualTo(2);
    ids.crash();
    for (String id : List.of("a", "b", "c", "d", "e")) {
      assertThat(ids.standing(id)).as(id).isEqualTo(Standing.ANSWERED);
    }
  }

  /** A former owner may load late, and its record may be another's by then. */
  @Test
  void idsAreLoadedWhenTheirRecordIsCommitted() {
    Remembering ids = new Remembering(1);
    ids.remember(answered("a"));
    assertThat(ids.memory().toLoad()).isNull();
    ids.commit(ALL);
    assertThat(ids.memory().toLoad()).isNotNull();
  }

  @Test
  void idsThatAreNotLoadedStayInMemory() {
    Remembering ids = new Remembering(1);
    ids.remember(answered("a"));
    ids.commit(ALL);
    assertThat(ids.memory().toLoad()).isNotNull();
    for (int i = 0; i < 10; i++) {
      ids.remember(answered("b" + i));
      ids.commit(ALL);
      assertThat(ids.memory().toLoad()).as("one at a time").isNull();
    }
    assertThat(ids.memory().inMemory()).isEqualTo(11);
    ids.crash();
    assertThat(ids.standing("a")).isEqualTo(Standing.ANSWERED);
  }

  @Test
  void idsThatExpireWhileTheyAreLoadedAreLoadedAsTheyWere() {
    Remembering ids = new Remembering(1);
    ids.remember(answered("a"));
    ids.commit(ALL);
    OldIds loading = Objects.requireNonNull(ids.memory().toLoad());
    ids.nowMillis += 2 * Remembering.RETENTION_MILLIS;
    for (int i = 0; i < 10; i++) {
      ids.remember(answered("b" + i));
      ids.commit(ALL);
    }
    assertThat(ids.standing("a")).isNull();
    assertThat(ids.memory().inMemory()).isEqualTo(10);
    loading.load(ids.store);
    byte[] key = Keys.aged(50_000, Fingerprint.of("a").high(), Fingerprint.of("a").low());
    assertThat(ids.store.get(0, key)).as("the id").containsExactly(1);
    assertThat(ids.store.space(0, Keys.AGED)).as("the id, and the mark").hasSize(2);
    assertThat(ids.standing("a")).isNull();
  }

  @Test
  void idsNotAnsweredLeaveSomeWithEachRecord() {
    Remembering ids = new Remembering(100);
    for (int i = 0; i < 100; i++) {
      ids.remember(accepted("r" + i));
    }
    ids.commit(ALL);
    assertThat(ids.load()).isTrue();
    int written = 0;
    for (int i = 0; i < 10; i++) {
      List<Write> writes = ids.remember(answered("o" + i));
      assertThat(writes.size()).isLessThanOrEqualTo(16);
      written += writes.size();
      ids.commit(ALL);
      if (i == 1) {
        ids.remember(answered("r1"), answered("r40")); // One before it leaves, one after.
        ids.commit(ALL);
      }
      if (i == 0) {
        ids.crash();
        ids.load();
      }
    }
    assertThat(written).isGreaterThanOrEqualTo(50);
    assertThat(ids.memory().inMemory()).isLessThan(70);
    for (int i = 0; i < 100; i++) {
      assertThat(ids.standing("r" + i))
          .isEqualTo(i == 1 || i == 40 ? Standing.ANSWERED : Standing.ACCEPTED);
    }
  }

  /** Else the next opening would look for what nobody has loaded. */
  @Test
  void aBucketGoesWithTheLastOfItsIdsWhateverTheClockSays() {
    Remembering ids = new Remembering(1_000);
    for (int i = 0; i < 40; i++) {
      ids.remember(accepted("r" + i));
    }
    ids.commit(ALL);
    ids.nowMillis += 2 * Remembering.RETENTION_MILLIS;
    ids.remember(answered("a"));
    ids.nowMillis -= 2 * Remembering.RETENTION_MILLIS;
    for (int i = 0; i < 10; i++) {
      ids.remember(answered("b" + i));
      ids.commit(ALL);
      ids.crash();
    }
    assertThat(ids.memory().inMemory()).isLessThanOrEqualTo(51);
    for (int i = 0; i < 40; i++) {
      assertThat(ids.standing("r" + i)).isEqualTo(Standing.ACCEPTED);
    }
  }
}
