package dev.perdure.kernel.spi;

import static dev.perdure.kernel.spi.StoreWords.batch;
import static dev.perdure.kernel.spi.StoreWords.committed;
import static dev.perdure.kernel.spi.StoreWords.delete;
import static dev.perdure.kernel.spi.StoreWords.entries;
import static dev.perdure.kernel.spi.StoreWords.key;
import static dev.perdure.kernel.spi.StoreWords.put;
import static dev.perdure.kernel.spi.StoreWords.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.kernel.spi.CommitOutcome.Fenced;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a {@link Store} must do besides, whose data outlives it. */
public interface DurableStoreContract extends StoreContract {
  /** Closes {@code store} and opens it anew over the same data. */
  Store reopen(Store store);

  @Override
  default Store recover(Store store) {
    return reopen(store);
  }

  @Test
  default void everythingIsThereAfterReopening() {
    Store store = create();
    Owner owner = new Owner(store, 0);
    owner.commit(
        List.of(put("s1", "a"), put("s2", "b"), put("r1", "c")),
        List.of(new Batch.InboxSegment(1, key("i1"), key("d"))));
    owner.commit(delete("s2"), put("s3", "e"));
    try (Store again = reopen(store)) {
      assertThat(entries(again, 0, key("s"), key("t"))).containsExactly("s1=a", "s3=e");
      assertThat(entries(again, 0, key("r"), key("s"))).containsExactly("r1=c");
      assertThat(entries(again, 1, key("i"), key("j"))).containsExactly("i1=d");
      assertThat(again.head(0).batchNo()).isEqualTo(2);
      assertThat(again.head(0).bookkeeping()).isEqualTo(key("b2"));
      assertThat(again.head(1).batchNo()).isZero();
    }
  }

  @Test
  default void whatIsLoadedIsThereAfterReopening() {
    Store store = create();
    store.load(0, LoadContract.loaded(0, 100, "a"));
    store.load(0, LoadContract.loaded(50, 150, "b"));
    try (Store again = reopen(store)) {
      assertThat(entries(again, 0, key("x"), key("y"))).hasSize(150);
      assertThat(text(again, 0, "x00049")).isEqualTo("a49");
      assertThat(text(again, 0, "x00050")).isEqualTo("b50");
    }
  }

  @Test
  default void epochsOnlyRiseOverReopening() {
    Store store = create();
    Epoch before = store.acquire(0);
    Store again = reopen(store);
    assertThat(
            again.commit(List.of(batch(0, new Epoch(before.value() - 1), 1, List.of(), List.of()))))
        .isEqualTo(new Fenced(0, before));
    assertThat(again.acquire(0).value()).isGreaterThan(before.value());
    again.close();
  }

  @Test
  default void batchNumbersGoOnAfterReopening() {
    Store store = create();
    new Owner(store, 0).commit(put("s", "a"));
    try (Store again = reopen(store)) {
      Epoch epoch = again.acquire(0);
      assertThatThrownBy(
              () -> again.commit(List.of(batch(0, epoch, 1, List.of(put("s", "b")), List.of()))))
          .isInstanceOf(IllegalArgumentException.class);
      committed(again, batch(0, epoch, 2, List.of(put("s", "c")), List.of()));
      assertThat(text(again, 0, "s")).isEqualTo("c");
    }
  }

  @Test
  default void randomCommitsAgreeWithAModelOverReopenings() {
    long seed = System.nanoTime();
    Store store = create();
    try {
      StoreModel model = new StoreModel(PARTITIONS);
      Random random = new Random(seed);
      for (int round = 0; round < 5; round++) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
          model.epochs[partition] = store.acquire(partition);
        }
        for (int n = 0; n < 30; n++) {
          List<Batch> group = model.randomGroup(random);
          committed(store, group.toArray(Batch[]::new));
          model.apply(group);
        }
        store = reopen(store);
        model.compareAll(store);
      }
    } catch (AssertionError e) {
      throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
    } finally {
      store.close();
    }
  }
}
