package dev.perdure.kernel.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.kernel.spi.CommitOutcome.Fenced;
import dev.perdure.kernel.spi.CommitOutcome.Unknown;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a {@link Store} must do besides, whose data outlives it. */
public abstract class DurableStoreContract extends StoreContract {
  /** Closes {@code store} and opens it anew over the same data. */
  protected abstract Store reopen(Store store);

  /** Makes the next commit of {@code store} end with an unknown outcome, written or not. */
  protected abstract void breakNextCommit(Store store);

  private Store create() {
    return create(PARTITIONS);
  }

  @Test
  public void everythingIsThereAfterReopening() {
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
  public void epochsOnlyRiseOverReopening() {
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
  public void batchNumbersGoOnAfterReopening() {
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
  public void randomCommitsAgreeWithAModelOverReopenings() {
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

  @Test
  public void afterAnUnknownOutcomeTheHeadsTell() {
    Store store = create();
    Owner first = new Owner(store, 0);
    Owner second = new Owner(store, 1);
    committed(store, first.next(put("s", "a")), second.next(put("s", "a")));
    breakNextCommit(store);
    CommitOutcome outcome =
        store.commit(List.of(first.next(put("s", "b")), second.next(put("s", "b"))));
    assertThat(outcome).isInstanceOf(Unknown.class);
    assertThat(((Unknown) outcome).reason()).isNotBlank();
    try (Store again = reopen(store)) {
      boolean written = again.head(0).batchNo() == 2;
      assertThat(again.head(1).batchNo()).isEqualTo(written ? 2 : 1);
      assertThat(text(again, 0, "s")).isEqualTo(written ? "b" : "a");
      assertThat(text(again, 1, "s")).isEqualTo(written ? "b" : "a");
      new Owner(again, 0).commit(put("s", "c"));
      assertThat(text(again, 0, "s")).isEqualTo("c");
    }
  }

  @Test
  public void afterAnUnknownOutcomeNothingIsCommittedOutOfTurn() {
    Store store = create();
    Owner owner = new Owner(store, 0);
    owner.commit(put("s", "a"));
    breakNextCommit(store);
    assertThat(store.commit(List.of(owner.next(put("s", "b"))))).isInstanceOf(Unknown.class);
    assertThat(store.commit(List.of(owner.next(put("s", "c"))))).isInstanceOf(Unknown.class);
    try (Store again = reopen(store)) {
      assertThat(text(again, 0, "s")).isIn("a", "b");
    }
  }
}
