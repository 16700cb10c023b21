package dev.perdure.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.kernel.spi.Batch;
import dev.perdure.kernel.spi.CommitHistory;
import dev.perdure.kernel.spi.CommitOutcome;
import dev.perdure.kernel.spi.Cursor;
import dev.perdure.kernel.spi.Durability;
import dev.perdure.kernel.spi.Epoch;
import dev.perdure.kernel.spi.Head;
import dev.perdure.kernel.spi.Store;
import dev.perdure.kernel.spi.StoreContract;
import dev.perdure.kernel.spi.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.assertj.core.api.ThrowingConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Planted bugs: each breaks one promise, and a check of the contract must say so. */
final class StoreMutantTest {
  private static void assertCaught(
      Function<MemoryStore, Store> bug, List<ThrowingConsumer<StoreContract>> checks) {
    for (ThrowingConsumer<StoreContract> check : checks) {
      assertThatThrownBy(() -> check.acceptThrows(new ContractOfMutant(bug)))
          .isInstanceOf(AssertionError.class);
    }
  }

  /** A commit under whatever epoch is current. */
  @Test
  void aStoreWithoutFencingIsCaught() {
    final class Unfenced extends Mutant {
      private final List<Epoch> current = new ArrayList<>();

      Unfenced(MemoryStore store) {
        super(store);
      }

      @Override
      public Epoch acquire(int partition) {
        while (current.size() <= partition) {
          current.add(new Epoch(0));
        }
        current.set(partition, super.acquire(partition));
        return current.get(partition);
      }

      @Override
      public CommitOutcome commit(List<Batch> group) {
        return super.commit(
            group.stream()
                .map(batch -> with(batch, current.get(batch.partition()), batch.writes()))
                .toList());
      }
    }
    assertCaught(
        Unfenced::new,
        List.of(
            StoreContract::aStaleEpochIsFenced,
            StoreContract::oneStaleEpochRefusesTheWholeGroup,
            StoreContract::anEpochThatWasNeverHandedOutIsFenced,
            StoreContract::randomCommitsAgreeWithAModel));
  }

  /** Each batch of a group by itself. */
  @Test
  void aCommitThatIsNotAtomicIsCaught() {
    assertCaught(
        store ->
            new Mutant(store) {
              @Override
              public CommitOutcome commit(List<Batch> group) {
                CommitOutcome outcome = super.commit(List.of());
                for (Batch batch : group) {
                  outcome = super.commit(List.of(batch));
                  if (!(outcome instanceof CommitOutcome.Committed)) {
                    return outcome;
                  }
                }
                return outcome;
              }
            },
        List.of(StoreContract::oneStaleEpochRefusesTheWholeGroup));
  }

  /** Ranges are removed first, whatever their place among the writes. */
  @Test
  void writesOutOfOrderAreCaught() {
    assertCaught(
        store ->
            new Mutant(store) {
              @Override
              public CommitOutcome commit(List<Batch> group) {
                return super.commit(
                    group.stream().map(b -> with(b, b.epoch(), reordered(b.writes()))).toList());
              }
            },
        List.of(
            StoreContract::aRangeRemovesWhatTheBatchPutBeforeAndNotWhatItPutsAfter,
            StoreContract::randomCommitsAgreeWithAModel));
  }

  private static List<Write> reordered(List<Write> writes) {
    List<Write> ranges = new ArrayList<>();
    List<Write> others = new ArrayList<>();
    for (Write write : writes) {
      (write instanceof Write.DeleteRange ? ranges : others).add(write);
    }
    ranges.addAll(others);
    return ranges;
  }

  /** A scan that reads values when it comes to them. */
  @Test
  void aScanWithoutASnapshotIsCaught() {
    assertCaught(
        store ->
            new Mutant(store) {
              @Override
              public Cursor scan(int partition, byte[] from, byte[] to) {
                return new LiveCursor(this, partition, super.scan(partition, from, to));
              }
            },
        List.of(StoreContract::aScanShowsWhatWasCommittedWhenItBegan));
  }

  /** Segments for other partitions are lost. */
  @Test
  void aLostInboxSegmentIsCaught() {
    assertCaught(
        store ->
            new Mutant(store) {
              @Override
              public CommitOutcome commit(List<Batch> group) {
                return super.commit(group.stream().map(StoreMutantTest::withoutInbox).toList());
              }
            },
        List.of(
            StoreContract::inboxSegmentsLandInTheOtherPartition,
            StoreContract::randomCommitsAgreeWithAModel));
  }

  /** A commit with an unknown outcome writes the first of its batches. */
  @Test
  void anUnknownOutcomeOfHalfAGroupIsCaught() {
    assertCaught(
        store ->
            new Mutant(store) {
              @Override
              public CommitOutcome commit(List<Batch> group) {
                CommitOutcome outcome = super.commit(List.of(group.getFirst()));
                return outcome instanceof CommitOutcome.Unknown || group.size() == 1
                    ? outcome
                    : super.commit(group.subList(1, group.size()));
              }
            },
        List.of(StoreContract::afterAnUnknownOutcomeTheHeadsTell));
  }

  /** It acknowledges what is in memory only. */
  @Test
  void aStoreThatPromisesMoreThanItKeepsIsCaught() {
    assertCaught(
        store ->
            new Mutant(store) {
              @Override
              public Durability durability() {
                return Durability.OS;
              }
            },
        List.of(StoreContract::aKilledProcessLeavesWholeGroupsAndEveryAcknowledgedOne));
  }

  /** Killed in the middle of a commit, it has written the first of the group's batches. */
  @Test
  void aPartOfAGroupLeftByAKillIsCaught() {
    assertCaught(
        store ->
            new Mutant(store) {
              @Override
              void crash() {
                Epoch epoch = acquire(0);
                long next = head(0).batchNo() + 1;
                super.commit(List.of(new Batch(0, epoch, next, new byte[0], List.of(), List.of())));
              }
            },
        List.of(StoreContract::aKilledProcessLeavesWholeGroupsAndEveryAcknowledgedOne));
  }

  private static Batch withoutInbox(Batch batch) {
    return new Batch(
        batch.partition(),
        batch.epoch(),
        batch.batchNo(),
        batch.bookkeeping(),
        batch.writes(),
        List.of());
  }

  private static Batch with(Batch batch, Epoch epoch, List<Write> writes) {
    return new Batch(
        batch.partition(), epoch, batch.batchNo(), batch.bookkeeping(), writes, batch.inbox());
  }

  /** Reads through to the store for every value. */
  private record LiveCursor(Store store, int partition, Cursor keys) implements Cursor {
    @Override
    public boolean next() {
      return keys.next();
    }

    @Override
    public byte[] key() {
      return keys.key();
    }

    @Override
    public byte[] value() {
      byte[] value = store.get(partition, keys.key());
      return value == null ? new byte[0] : value;
    }

    @Override
    public void close() {
      keys.close();
    }
  }

  /** What the contract asks of a mutant, and what becomes of it when it is killed. */
  private static final class ContractOfMutant implements StoreContract {
    private final Function<MemoryStore, Store> bug;
    private Store killed = new MemoryStore(PARTITIONS);

    ContractOfMutant(Function<MemoryStore, Store> bug) {
      this.bug = bug;
    }

    @Override
    public Store create(int partitions) {
      return bug.apply(new MemoryStore(partitions));
    }

    @Override
    public void breakNextCommit(Store store, boolean written) {
      ((Mutant) store).store.loseNextAnswer(written);
    }

    @Override
    public Store recover(Store store) {
      return store;
    }

    @Override
    public long commitUntilKilled(int count) {
      killed = create();
      CommitHistory history = new CommitHistory(killed, VALUE_BYTES);
      history.commit(count);
      ((Mutant) killed).crash();
      return history.groups();
    }

    @Override
    public Store openAfterKill() {
      return killed;
    }
  }

  /** A store that does everything right; a bug overrides one thing. */
  private abstract static class Mutant implements Store {
    private final MemoryStore store;

    Mutant(MemoryStore store) {
      this.store = store;
    }

    void crash() {
      store.crash();
    }

    @Override
    public Durability durability() {
      return store.durability();
    }

    @Override
    public Epoch acquire(int partition) {
      return store.acquire(partition);
    }

    @Override
    public Epoch epoch(int partition) {
      return store.epoch(partition);
    }

    @Override
    public Head head(int partition) {
      return store.head(partition);
    }

    @Override
    public byte @Nullable [] get(int partition, byte[] key) {
      return store.get(partition, key);
    }

    @Override
    public List<byte @Nullable []> multiGet(int partition, List<byte[]> keys) {
      return store.multiGet(partition, keys);
    }

    @Override
    public Cursor scan(int partition, byte[] from, byte[] to) {
      return store.scan(partition, from, to);
    }

    @Override
    public CommitOutcome commit(List<Batch> group) {
      return store.commit(group);
    }

    @Override
    public void load(int partition, List<Write.Put> entries) {
      store.load(partition, entries);
    }

    @Override
    public void close() {
      store.close();
    }
  }
}
