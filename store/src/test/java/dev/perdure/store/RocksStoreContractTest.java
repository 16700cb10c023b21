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

final class RocksStoreContractTest implements DurableStoreContract {
  @TempDir Path temp;

  private final IdentityHashMap<Store, Path> dirs = new IdentityHashMap<>();
  private int partitions;

  @Override
  public Store create(int count) {
    partitions = count;
    try {
      return openIn(Files.createTempDirectory(temp, "store"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Store reopen(Store store) {
    store.close();
    return openIn(Objects.requireNonNull(dirs.get(store)));
  }

  /** It is always written: what fails is the acknowledgement. */
  @Override
  public void breakNextCommit(Store store, boolean written) {
    try {
      ((RocksStore) store).loseBound();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public long commitUntilKilled(int count) throws IOException, InterruptedException {
    return HistoryWriter.runAndKill(killed(), "SYNC", VALUE_BYTES, HistoryWriter.MANY_LOGS, count);
  }

  @Override
  public Store openAfterKill() {
    return RocksStore.open(killed(), TestStores.SMALL);
  }

  private Path killed() {
    return temp.resolve("killed");
  }

  private Store openIn(Path dir) {
    Store store = RocksStore.open(dir, TestStores.SMALL.withPartitions(partitions));
    dirs.put(store, dir);
    return store;
  }
}
