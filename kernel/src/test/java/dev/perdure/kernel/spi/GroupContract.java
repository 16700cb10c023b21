package dev.perdure.kernel.spi;

import static dev.perdure.kernel.spi.StoreWords.batch;
import static dev.perdure.kernel.spi.StoreWords.committed;
import static dev.perdure.kernel.spi.StoreWords.delete;
import static dev.perdure.kernel.spi.StoreWords.deleteRange;
import static dev.perdure.kernel.spi.StoreWords.key;
import static dev.perdure.kernel.spi.StoreWords.keys;
import static dev.perdure.kernel.spi.StoreWords.put;
import static dev.perdure.kernel.spi.StoreWords.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.kernel.spi.CommitOutcome.Committed;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Batches of several partitions, and segments from one for another. */
public interface GroupContract extends StoreUnderTest {
  @Test
  default void aGroupCommitsAllItsBatches() {
    try (Store store = create()) {
      List<Batch> group = new ArrayList<>();
      for (int partition = 0; partition < PARTITIONS; partition++) {
        group.add(
            new Batch(
                partition,
                store.acquire(partition),
                1,
                key("b" + partition),
                List.of(put("s", "v" + partition)),
                List.of()));
      }
      assertThat(store.commit(group)).isInstanceOf(Committed.class);
      for (int partition = 0; partition < PARTITIONS; partition++) {
        assertThat(text(store, partition, "s")).isEqualTo("v" + partition);
        assertThat(store.head(partition).bookkeeping()).isEqualTo(key("b" + partition));
      }
    }
  }

  @Test
  default void inboxSegmentsLandInTheOtherPartition() {
    try (Store store = create()) {
      Owner source = new Owner(store, 0);
      source.commit(
          List.of(put("s", "own")),
          List.of(
              new Batch.InboxSegment(1, key("i/0/1"), key("to 1")),
              new Batch.InboxSegment(2, key("i/0/1"), key("to 2")),
              new Batch.InboxSegment(0, key("i/0/1"), key("to itself"))));
      assertThat(text(store, 1, "i/0/1")).isEqualTo("to 1");
      assertThat(text(store, 2, "i/0/1")).isEqualTo("to 2");
      assertThat(text(store, 0, "i/0/1")).isEqualTo("to itself");
      assertThat(store.get(3, key("i/0/1"))).isNull();
      assertThat(store.head(1).batchNo()).isZero();
      Owner target = new Owner(store, 1);
      target.commit(delete("i/0/1"));
      assertThat(store.get(1, key("i/0/1"))).isNull();
      assertThat(text(store, 2, "i/0/1")).isEqualTo("to 2");
    }
  }

  @Test
  default void batchesOfAGroupApplyInTheirOrder() {
    try (Store store = create()) {
      Epoch first = store.acquire(0);
      Epoch second = store.acquire(1);
      committed(
          store,
          batch(0, first, 1, List.of(), List.of(new Batch.InboxSegment(1, key("i1"), key("a")))),
          batch(1, second, 1, List.of(delete("i1")), List.of()));
      assertThat(store.get(1, key("i1"))).isNull();
      committed(
          store,
          batch(1, second, 2, List.of(deleteRange("i", "j")), List.of()),
          batch(0, first, 2, List.of(), List.of(new Batch.InboxSegment(1, key("i2"), key("b")))));
      assertThat(text(store, 1, "i2")).isEqualTo("b");
    }
  }

  @Test
  default void manyPartitionsKeepApart() {
    int partitions = 300;
    try (Store store = create(partitions)) {
      List<Batch> group = new ArrayList<>();
      for (int p = 0; p < partitions; p++) {
        group.add(batch(p, store.acquire(p), 1, List.of(put("s", "v" + p)), List.of()));
      }
      assertThat(store.commit(group)).isInstanceOf(Committed.class);
      for (int p = 0; p < partitions; p++) {
        assertThat(text(store, p, "s")).isEqualTo("v" + p);
        assertThat(keys(store, p, "s", "t")).containsExactly("s");
      }
    }
  }

  @Test
  default void aPartitionThatIsNotThereIsRefused() {
    try (Store store = create()) {
      Epoch epoch = store.acquire(0);
      for (int wrong : new int[] {-1, PARTITIONS}) {
        assertThatThrownBy(() -> store.acquire(wrong)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.get(wrong, key("s")))
            .isInstanceOf(IllegalArgumentException.class);
        Batch sends =
            batch(
                0,
                epoch,
                1,
                List.of(put("s", "v")),
                List.of(new Batch.InboxSegment(wrong, key("i1"), key("x"))));
        assertThatThrownBy(() -> store.commit(List.of(sends)))
            .isInstanceOf(IllegalArgumentException.class);
      }
      assertThat(store.get(0, key("s"))).isNull();
    }
  }
}
