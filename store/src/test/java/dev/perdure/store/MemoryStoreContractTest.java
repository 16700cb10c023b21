package dev.perdure.store;

import dev.perdure.kernel.spi.Store;
import dev.perdure.kernel.spi.StoreContract;

final class MemoryStoreContractTest extends StoreContract {
  @Override
  protected Store create(int partitions) {
    return new MemoryStore(partitions);
  }
}
