package dev.perdure.kernel.spi;

import static dev.perdure.kernel.spi.StoreWords.committed;
import static dev.perdure.kernel.spi.StoreWords.delete;
import static dev.perdure.kernel.spi.StoreWords.deleteRange;
import static dev.perdure.kernel.spi.StoreWords.entries;
import static dev.perdure.kernel.spi.StoreWords.key;
import static dev.perdure.kernel.spi.StoreWords.keys;
import static dev.perdure.kernel.spi.StoreWords.put;
import static dev.perdure.kernel.spi.StoreWords.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.kernel.spi.CommitOutcome.Committed;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is committed is there, each write in its order. */
public interface CommitContract extends StoreUnderTest {
  @Test
  default void anEmptyStoreHasNothing() {
    try (Store store = create()) {
      assertThat(store.get(0, key("s"))).isNull();
      assertThat(store.multiGet(0, List.of(key("s"), key("t")))).containsExactly(null, null);
      assertThat(entries(store, 0, key("a"), key("a~"))).isEmpty();
      assertThat(store.head(0).batchNo()).isZero();
      assertThat(store.head(0).bookkeeping()).isEmpty();
    }
  }

  @Test
  default void whatIsCommittedIsReadBack() {
    try (Store store = create()) {
      Owner owner = new Owner(store, 1);
      owner.commit(put("s1", "one"), put("s2", "two"));
      assertThat(text(store, 1, "s1")).isEqualTo("one");
      assertThat(store.multiGet(1, List.of(key("s2"), key("s3"), key("s1"), key("s2"))))
          .containsExactly(key("two"), null, key("one"), key("two"));
      assertThat(store.get(0, key("s1"))).isNull();
      assertThat(store.get(2, key("s1"))).isNull();
    }
  }

  @Test
  default void anEmptyGroupCommits() {
    try (Store store = create()) {
      assertThat(store.commit(List.of())).isInstanceOf(Committed.class);
    }
  }

  @Test
  default void aBatchWithoutWritesMovesTheHead() {
    try (Store store = create()) {
      Owner owner = new Owner(store, 2);
      owner.commit();
      assertThat(store.head(2).batchNo()).isEqualTo(1);
      owner.commit();
      assertThat(store.head(2).batchNo()).isEqualTo(2);
    }
  }

  @Test
  default void theHeadKeepsTheBookkeepingOfTheLastBatch() {
    try (Store store = create()) {
      Epoch epoch = store.acquire(0);
      Head before = store.head(0);
      committed(store, new Batch(0, epoch, 1, key("first"), List.of(), List.of()));
      committed(store, new Batch(0, epoch, 2, new byte[0], List.of(), List.of()));
      assertThat(store.head(0).bookkeeping()).isEmpty();
      committed(store, new Batch(0, epoch, 3, key("third"), List.of(), List.of()));
      assertThat(store.head(0).batchNo()).isEqualTo(3);
      assertThat(store.head(0).bookkeeping()).isEqualTo(key("third"));
      assertThat(before.batchNo()).isZero();
      assertThat(store.head(1).batchNo()).isZero();
    }
  }

  // Order within a commit.

  @Test
  default void theLaterWriteOfAKeyWins() {
    try (Store store = create()) {
      Owner owner = new Owner(store, 0);
      owner.commit(put("s1", "a"), put("s1", "b"), put("s2", "a"), delete("s2"), delete("s3"));
      owner.commit(delete("s4"), put("s4", "d"), delete("s1"), put("s1", "c"));
      assertThat(text(store, 0, "s1")).isEqualTo("c");
      assertThat(store.get(0, key("s2"))).isNull();
      assertThat(text(store, 0, "s4")).isEqualTo("d");
    }
  }

  @Test
  default void aRangeIsRemovedWithItsStartAndWithoutItsEnd() {
    try (Store store = create()) {
      Owner owner = new Owner(store, 0);
      owner.commit(put("s1", "a"), put("s2", "b"), put("s25", "c"), put("s3", "d"));
      owner.commit(deleteRange("s2", "s3"));
      assertThat(keys(store, 0, "s", "t")).containsExactly("s1", "s3");
    }
  }

  @Test
  default void aRangeRemovesWhatTheBatchPutBeforeAndNotWhatItPutsAfter() {
    try (Store store = create()) {
      Owner owner = new Owner(store, 0);
      owner.commit(put("i1", "old"), put("s1", "old"));
      owner.commit(
          put("i2", "before"), deleteRange("i", "j"), put("i3", "after"), put("i1", "again"));
      assertThat(keys(store, 0, "i", "j")).containsExactly("i1", "i3");
      assertThat(text(store, 0, "i1")).isEqualTo("again");
      owner.commit(put("s2", "before"), deleteRange("s", "t"), put("s3", "after"));
      assertThat(keys(store, 0, "s", "t")).containsExactly("s3");
    }
  }

  @Test
  default void anEmptyOrReversedRangeIsNothing() {
    try (Store store = create()) {
      Owner owner = new Owner(store, 0);
      owner.commit(put("s1", "a"), put("s2", "b"));
      owner.commit(deleteRange("s2", "s1"), deleteRange("s1", "s1"));
      assertThat(keys(store, 0, "s2", "s1")).isEmpty();
      assertThat(keys(store, 0, "s1", "s1")).isEmpty();
      assertThat(keys(store, 0, "s", "t")).containsExactly("s1", "s2");
    }
  }

  @Test
  default void aRangeStaysInItsPartition() {
    try (Store store = create()) {
      Owner first = new Owner(store, 0);
      Owner second = new Owner(store, 1);
      first.commit(put("s1", "a"), put("i1", "a"));
      second.commit(put("s1", "b"), put("i1", "b"));
      first.commit(deleteRange("s", "t"), deleteRange("i", "j"));
      assertThat(store.get(0, key("s1"))).isNull();
      assertThat(text(store, 1, "s1")).isEqualTo("b");
      assertThat(text(store, 1, "i1")).isEqualTo("b");
    }
  }

  @Test
  default void aRangeAcrossKeySpacesIsRefused() {
    try (Store store = create()) {
      Owner owner = new Owner(store, 0);
      owner.commit(put("s1", "a"));
      assertThatThrownBy(() -> owner.commit(put("s2", "b"), deleteRange("i", "t")))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> store.scan(0, key("i"), key("t")))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(keys(store, 0, "s", "t")).containsExactly("s1");
      assertThat(store.head(0).batchNo()).isEqualTo(1);
    }
  }
}
