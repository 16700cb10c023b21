package dev.perdure.kernel.spi;

import static dev.perdure.kernel.spi.StoreWords.batch;
import static dev.perdure.kernel.spi.StoreWords.committed;
import static dev.perdure.kernel.spi.StoreWords.key;
import static dev.perdure.kernel.spi.StoreWords.put;
import static dev.perdure.kernel.spi.StoreWords.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.kernel.spi.CommitOutcome.Fenced;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Only the owner commits, and only the batch that is next. */
public interface FencingContract extends StoreUnderTest {
  @Test
  default void anAcquiredEpochIsGreaterThanAllBefore() {
    try (Store store = create()) {
      long last = -1;
      for (int i = 0; i < 5; i++) {
        long epoch = store.acquire(1).value();
        assertThat(epoch).isGreaterThan(last);
        last = epoch;
      }
      assertThat(store.acquire(0).value()).isLessThan(last);
    }
  }

  @Test
  default void theEpochIsThatOfTheLastOwner() {
    try (Store store = create()) {
      Epoch first = store.acquire(0);
      Epoch other = store.acquire(1);
      assertThat(store.epoch(0)).isEqualTo(first);
      Epoch second = store.acquire(0);
      committed(store, batch(0, second, 1, List.of(put("s", "v")), List.of()));
      assertThat(store.epoch(0)).isEqualTo(second);
      assertThat(store.epoch(1)).isEqualTo(other);
    }
  }

  @Test
  default void aStaleEpochIsFenced() {
    try (Store store = create()) {
      Owner zombie = new Owner(store, 0);
      zombie.commit(put("s", "mine"));
      Epoch current = store.acquire(0);
      CommitOutcome outcome =
          store.commit(
              List.of(
                  batch(
                      0,
                      zombie.epoch(),
                      2,
                      List.of(put("s", "stale")),
                      List.of(new Batch.InboxSegment(1, key("i1"), key("stale"))))));
      assertThat(outcome).isEqualTo(new Fenced(0, current));
      assertThat(text(store, 0, "s")).isEqualTo("mine");
      assertThat(store.get(1, key("i1"))).isNull();
      assertThat(store.head(0).batchNo()).isEqualTo(1);
      committed(store, batch(0, current, 2, List.of(put("s", "next")), List.of()));
      assertThat(text(store, 0, "s")).isEqualTo("next");
    }
  }

  @Test
  default void oneStaleEpochRefusesTheWholeGroup() {
    try (Store store = create()) {
      Epoch good = store.acquire(0);
      Epoch stale = store.acquire(1);
      Epoch current = store.acquire(1);
      Batch first = batch(0, good, 1, List.of(put("s", "v")), List.of());
      Batch second = batch(1, stale, 1, List.of(put("s", "v")), List.of());
      assertThat(store.commit(List.of(first, second))).isEqualTo(new Fenced(1, current));
      assertThat(store.get(0, key("s"))).isNull();
      assertThat(store.head(0).batchNo()).isZero();
      committed(store, first);
    }
  }

  @Test
  default void anEpochThatWasNeverHandedOutIsFenced() {
    try (Store store = create()) {
      Epoch current = store.acquire(0);
      Epoch future = new Epoch(current.value() + 1);
      assertThat(store.commit(List.of(batch(0, future, 1, List.of(), List.of()))))
          .isEqualTo(new Fenced(0, current));
    }
  }

  // Batch numbers.

  @Test
  default void aBatchNumberOutOfTurnIsRefused() {
    try (Store store = create()) {
      Owner owner = new Owner(store, 0);
      owner.commit(put("s", "v"));
      for (long wrong : new long[] {1, 3}) {
        Batch batch = batch(0, owner.epoch(), wrong, List.of(put("s", "wrong")), List.of());
        assertThatThrownBy(() -> store.commit(List.of(batch)))
            .isInstanceOf(IllegalArgumentException.class);
      }
      assertThat(text(store, 0, "s")).isEqualTo("v");
      owner.commit(put("s", "w"));
    }
  }

  @Test
  default void twoBatchesOfOnePartitionAreRefused() {
    try (Store store = create()) {
      Epoch epoch = store.acquire(0);
      Batch first = batch(0, epoch, 1, List.of(put("s", "v")), List.of());
      Batch second = batch(0, epoch, 2, List.of(put("s", "w")), List.of());
      assertThatThrownBy(() -> store.commit(List.of(first, second)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(store.get(0, key("s"))).isNull();
    }
  }
}
