package dev.perdure.store;

import dev.perdure.kernel.spi.DurableStoreContract;
import dev.perdure.kernel.spi.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;

final class RocksStoreContractTest extends DurableStoreContract {
  @TempDir Path temp;

  private final IdentityHashMap<Store, Path> dirs = new IdentityHashMap<>();
  private int partitions;

  @Override
  protected Store create(int count) {
    partitions = count;
    try {
      return openIn(Files.createTempDirectory(temp, "store"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected Store reopen(Store store) {
    store.close();
    return openIn(Objects.requireNonNull(dirs.get(store)));
  }

  @Override
  protected void breakNextCommit(Store store) {
    try {
      ((RocksStore) store).loseBound();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Store openIn(Path dir) {
    Store store = RocksStore.open(dir, TestStores.SMALL.withPartitions(partitions));
    dirs.put(store, dir);
    return store;
  }
}
