package dev.perdure.kernel.spi;

import static dev.perdure.kernel.spi.StoreWords.key;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A history whose every state is known from the number of its last group. Group {@code n} is batch
 * {@code n} of partitions 0 and 1: each puts a key of its own and one that every group overwrites,
 * and partition 0 puts a segment into partition 2.
 */
public final class CommitHistory {
  private final Store store;
  private final Epoch first;
  private final Epoch second;
  private final int valueBytes;
  private long groups;

  /** Acquires partitions 0 and 1 and goes on with what the store has of the history. */
  public CommitHistory(Store store, int valueBytes) {
    this.store = store;
    this.valueBytes = valueBytes;
    first = store.acquire(0);
    second = store.acquire(1);
    groups = store.head(0).batchNo();
  }

  /** How many groups are committed. */
  public long groups() {
    return groups;
  }

  /** Commits the next group. */
  public CommitOutcome next() {
    long n = groups + 1;
    List<Write> own = new ArrayList<>();
    own.add(new Write.Put(key("s" + n), value(n, valueBytes)));
    own.add(new Write.Put(key("last"), key("" + n)));
    CommitOutcome outcome =
        store.commit(
            List.of(
                new Batch(
                    0,
                    first,
                    n,
                    key("b" + n),
                    own,
                    List.of(new Batch.InboxSegment(2, segment(n), value(n, 20)))),
                new Batch(1, second, n, key("b" + n), own, List.of())));
    if (outcome instanceof CommitOutcome.Committed) {
      groups = n;
    }
    return outcome;
  }

  /** Commits so many groups, none of which may fail. */
  public void commit(int count) {
    for (int i = 0; i < count; i++) {
      assertThat(next()).isInstanceOf(CommitOutcome.Committed.class);
    }
  }

  /**
   * Checks that a store shows exactly one state of the history, and nothing acknowledged is
   * missing.
   *
   * @return the number of its last group
   */
  public static long check(Store store, int valueBytes, long acknowledged) {
    long last = store.head(0).batchNo();
    assertThat(last).as("groups in the store").isGreaterThanOrEqualTo(acknowledged);
    assertThat(store.head(1).batchNo()).isEqualTo(last);
    List<byte[]> keys = new ArrayList<>();
    for (long n = 1; n <= last; n++) {
      keys.add(key("s" + n));
    }
    for (int partition = 0; partition < 2; partition++) {
      if (last > 0) {
        assertThat(store.head(partition).bookkeeping()).isEqualTo(key("b" + last));
        assertThat(store.get(partition, key("last"))).isEqualTo(key("" + last));
      }
      List<byte @Nullable []> values = store.multiGet(partition, keys);
      for (int i = 0; i < keys.size(); i++) {
        assertThat(Arrays.equals(values.get(i), value(i + 1, valueBytes)))
            .as("key s" + (i + 1) + " of partition " + partition)
            .isTrue();
      }
      assertThat(count(store, partition, "s", "t")).isEqualTo(last);
    }
    assertThat(count(store, 2, "i", "j")).isEqualTo(last);
    return last;
  }

  private static long count(Store store, int partition, String from, String to) {
    long count = 0;
    try (Cursor cursor = store.scan(partition, key(from), key(to))) {
      while (cursor.next()) {
        count++;
      }
    }
    return count;
  }

  private static byte[] segment(long n) {
    return key(String.format(Locale.ROOT, "i%08d", n));
  }

  private static byte[] value(long n, int bytes) {
    byte[] value = new byte[bytes];
    new Random(n).nextBytes(value);
    return value;
  }
}
