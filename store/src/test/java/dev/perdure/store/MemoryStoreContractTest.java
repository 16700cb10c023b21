package dev.perdure.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.kernel.spi.CommitHistory;
import dev.perdure.kernel.spi.CommitOutcome;
import dev.perdure.kernel.spi.Store;
import dev.perdure.kernel.spi.StoreContract;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class MemoryStoreContractTest implements StoreContract {
  private MemoryStore killed = new MemoryStore(PARTITIONS);

  @Override
  public Store create(int partitions) {
    return new MemoryStore(partitions);
  }

  @Override
  public void breakNextCommit(Store store, boolean written) {
    ((MemoryStore) store).loseNextAnswer(written);
  }

  @Override
  public Store recover(Store store) {
    return store;
  }

  /** A thread stands for the process: it commits until the store is lost under it. */
  @Override
  public long commitUntilKilled(int count) throws InterruptedException {
    killed = new MemoryStore(PARTITIONS);
    CommitHistory history = new CommitHistory(killed, VALUE_BYTES);
    CountDownLatch committed = new CountDownLatch(count);
    CompletableFuture<CommitOutcome> process =
        CompletableFuture.supplyAsync(
            () -> {
              CommitOutcome outcome = history.next();
              while (outcome instanceof CommitOutcome.Committed) {
                committed.countDown();
                outcome = history.next();
              }
              return outcome;
            },
            Thread::startVirtualThread);
    committed.await();
    killed.crash();
    assertThat(process.join()).isInstanceOf(CommitOutcome.Fenced.class);
    return history.groups();
  }

  @Override
  public Store openAfterKill() {
    return killed;
  }

  @Test
  void aCrashTakesEverything() throws InterruptedException {
    commitUntilKilled(10);
    try (Store store = openAfterKill()) {
      assertThat(CommitHistory.check(store, VALUE_BYTES, 0)).isZero();
    }
  }
}
