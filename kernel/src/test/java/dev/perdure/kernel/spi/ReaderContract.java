package dev.perdure.kernel.spi;

import static dev.perdure.kernel.spi.StoreWords.committed;
import static dev.perdure.kernel.spi.StoreWords.entries;
import static dev.perdure.kernel.spi.StoreWords.key;
import static dev.perdure.kernel.spi.StoreWords.number;
import static dev.perdure.kernel.spi.StoreWords.put;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Readers beside the one who commits. */
public interface ReaderContract extends StoreUnderTest {
  @Test
  default void readersSeeWholeGroupsWhileOthersAreCommitted() {
    int groups = 300;
    try (Store store = create()) {
      Owner first = new Owner(store, 0);
      Owner second = new Owner(store, 1);
      AtomicBoolean done = new AtomicBoolean();
      List<CompletableFuture<Integer>> readers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        readers.add(
            CompletableFuture.supplyAsync(
                () -> readUntil(store, done), Thread::startVirtualThread));
      }
      for (int n = 1; n <= groups; n++) {
        // Later partitions first: a reader of partition 1 that then reads 0 may only see more
        // there.
        committed(
            store,
            first.next(put("s", "" + n), put("s1", "" + n), put("s2", "" + n)),
            second.next(put("s", "" + n)));
      }
      done.set(true);
      readers.forEach(reader -> assertThat(reader.join()).isPositive());
    }
  }

  /** Every scan shows one group, never parts of two; and time does not run backwards. */
  private static int readUntil(Store store, AtomicBoolean done) {
    int reads = 0;
    long last = 0;
    boolean more = true;
    while (more) {
      more = !done.get();
      long seenThere = number(store.get(1, key("s")));
      List<String> scanned = entries(store, 0, key("s"), key("t"));
      if (!scanned.isEmpty()) {
        String n = scanned.getFirst().substring("s=".length());
        assertThat(scanned).containsExactly("s=" + n, "s1=" + n, "s2=" + n);
        assertThat(Long.parseLong(n)).isGreaterThanOrEqualTo(Math.max(last, seenThere));
        last = Long.parseLong(n);
      }
      assertThat(store.head(0).batchNo()).isGreaterThanOrEqualTo(last);
      reads++;
    }
    return reads;
  }
}
