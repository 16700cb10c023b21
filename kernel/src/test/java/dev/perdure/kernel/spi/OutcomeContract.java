package dev.perdure.kernel.spi;

import static dev.perdure.kernel.spi.StoreWords.batch;
import static dev.perdure.kernel.spi.StoreWords.committed;
import static dev.perdure.kernel.spi.StoreWords.key;
import static dev.perdure.kernel.spi.StoreWords.put;
import static dev.perdure.kernel.spi.StoreWords.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.kernel.spi.CommitOutcome.Committed;
import dev.perdure.kernel.spi.CommitOutcome.Unknown;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A commit of which nobody knows whether it was written. */
public interface OutcomeContract extends StoreUnderTest {
  @Test
  default void afterAnUnknownOutcomeTheHeadsTell() {
    for (boolean wanted : new boolean[] {true, false}) {
      Store store = create();
      Owner first = new Owner(store, 0);
      Owner second = new Owner(store, 1);
      committed(store, first.next(put("s", "a")), second.next(put("s", "a")));
      breakNextCommit(store, wanted);
      Batch sends =
          batch(
              1,
              second.epoch(),
              2,
              List.of(put("s", "b")),
              List.of(new Batch.InboxSegment(2, key("i1"), key("b"))));
      CommitOutcome outcome = store.commit(List.of(first.next(put("s", "b")), sends));
      assertThat(outcome).isInstanceOf(Unknown.class);
      assertThat(((Unknown) outcome).reason()).isNotBlank();
      try (Store again = recover(store)) {
        Owner owner = new Owner(again, 0);
        boolean written = again.head(0).batchNo() == 2;
        assertThat(again.head(1).batchNo()).isEqualTo(written ? 2 : 1);
        assertThat(text(again, 0, "s")).isEqualTo(written ? "b" : "a");
        assertThat(text(again, 1, "s")).isEqualTo(written ? "b" : "a");
        assertThat(text(again, 2, "i1")).isEqualTo(written ? "b" : null);
        owner.commit(put("s", "c"));
        assertThat(text(again, 0, "s")).isEqualTo("c");
      }
    }
  }

  /** An owner that goes on as if it had been written has its batch taken only if it was. */
  @Test
  default void afterAnUnknownOutcomeNothingIsCommittedOutOfTurn() {
    for (boolean wanted : new boolean[] {true, false}) {
      Store store = create();
      Owner owner = new Owner(store, 0);
      owner.commit(put("s", "1"));
      breakNextCommit(store, wanted);
      assertThat(store.commit(List.of(owner.next(put("s", "2"))))).isInstanceOf(Unknown.class);
      boolean more = isCommitted(store, owner.next(put("s", "3")));
      try (Store again = recover(store)) {
        long last = again.head(0).batchNo();
        assertThat(last).isBetween(more ? 3L : 1L, more ? 3L : 2L);
        assertThat(text(again, 0, "s")).isEqualTo(Long.toString(last));
      }
    }
  }

  private static boolean isCommitted(Store store, Batch batch) {
    try {
      return store.commit(List.of(batch)) instanceof Committed;
    } catch (IllegalArgumentException e) {
      return false; // Not the successor of the head.
    }
  }

  @Test
  default void anOwnerOfBeforeAnUnknownOutcomeIsFencedByTheNext() {
    for (boolean wanted : new boolean[] {true, false}) {
      Store store = create();
      Owner zombie = new Owner(store, 0);
      breakNextCommit(store, wanted);
      assertThat(store.commit(List.of(zombie.next(put("s", "1"))))).isInstanceOf(Unknown.class);
      try (Store again = recover(store)) {
        Epoch current = again.acquire(0);
        long next = again.head(0).batchNo() + 1;
        assertThat(
                again.commit(
                    List.of(batch(0, zombie.epoch(), next, List.of(put("s", "z")), List.of()))))
            .isEqualTo(new CommitOutcome.Fenced(0, current));
      }
    }
  }
}
