package dev.perdure.kernel;

import dev.perdure.kernel.spi.CommitHistory;
import dev.perdure.kernel.spi.Store;
import dev.perdure.kernel.spi.StoreContract;

final class SimStoreTest implements StoreContract {
  private SimStore disk = new SimStore(PARTITIONS);

  @Override
  public Store create(int partitions) {
    return new SimStore(partitions);
  }

  @Override
  public void breakNextCommit(Store store, boolean written) {
    ((SimStore) store).fail(written ? SimStore.Fault.UNKNOWN_WRITTEN : SimStore.Fault.UNKNOWN_LOST);
  }

  @Override
  public Store recover(Store store) {
    return store;
  }

  /** It stands for the disk: who dies above leaves it as it is. */
  @Override
  public long commitUntilKilled(int count) {
    disk = new SimStore(PARTITIONS);
    CommitHistory history = new CommitHistory(disk, VALUE_BYTES);
    history.commit(count);
    return history.groups();
  }

  @Override
  public Store openAfterKill() {
    return disk;
  }
}
