package dev.perdure.kernel;

import dev.perdure.kernel.spi.Store;
import dev.perdure.kernel.spi.StoreContract;

final class SimStoreTest extends StoreContract {
  @Override
  protected Store create(int partitions) {
    return new SimStore(partitions);
  }
}
