package dev.perdure.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.kernel.spi.Batch;
import dev.perdure.kernel.spi.CommitOutcome;
import dev.perdure.kernel.spi.Cursor;
import dev.perdure.kernel.spi.Epoch;
import dev.perdure.kernel.spi.Store;
import dev.perdure.kernel.spi.Write;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Hot keys, which go through the redo window: commits by chance agree with a model in reads, scans,
 * and after openings. A closing leaves the redo records as the death of a process does; {@link
 * RocksStoreKillTest} kills.
 */
final class RocksStoreRedoTest {
  private static final int PARTITIONS = 2;
  private static final int KEYS = 60;
  private static final int GROUPS = 600;

  /** The window has 128 KiB, and goes round often. */
  private static final RocksStoreConfig TINY =
      RocksStoreConfig.defaults().withPartitions(PARTITIONS).withBytes(8 << 20, 2 << 20, 64 << 20);

  /** The window has twice as much: another opening with less has not the room for what is in it. */
  private static final RocksStoreConfig SMALL = TINY.withBytes(8 << 20, 4 << 20, 64 << 20);

  private Path base = Path.of("");

  @BeforeEach
  void makeBase() throws IOException {
    base = TestStores.fastDirectory();
  }

  @AfterEach
  void deleteBase() throws IOException {
    TestStores.delete(base);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void hotKeysAgreeWithAModel(long seed) {
    new Run(seed, RedoWindow::new).play();
  }

  /** What leaves the window is written nowhere. */
  @Test
  void aWindowThatDropsWhatLeavesItIsCaught() {
    assertCaught(
        size ->
            new RedoWindow(size) {
              @Override
              List<Leaving> leavingFor(int length) {
                return super.leavingFor(length).stream()
                    .map(each -> new Leaving(each.groupNo(), List.of()))
                    .toList();
              }
            });
  }

  @Test
  void readsThatPassByTheWindowAreCaught() {
    assertCaught(
        size ->
            new RedoWindow(size) {
              @Override
              synchronized @Nullable Change find(byte[] key) {
                return null;
              }
            });
  }

  @Test
  void scansThatPassByTheWindowAreCaught() {
    assertCaught(
        size ->
            new RedoWindow(size) {
              @Override
              synchronized NavigableMap<byte[], byte @Nullable []> range(
                  int partition, byte[] from, byte[] to) {
                return new TreeMap<>(Arrays::compareUnsigned);
              }
            });
  }

  /** A range is removed from the database, and what the window has of it stays. */
  @Test
  void aRangeThatTheWindowDoesNotSeeIsCaught() {
    assertCaught(
        size ->
            new RedoWindow(size) {
              @Override
              List<Leaving> all() {
                return List.of();
              }
            });
  }

  /** The database's redo record has not what the window has. */
  @Test
  void aRecordThatIsNotWhatWasCommittedIsCaught() {
    assertCaught(
        size ->
            new RedoWindow(size) {
              @Override
              ByteBuffer scratch(int length) {
                return ByteBuffer.allocateDirect(length); // Not filled when the batch copies it.
              }

              @Override
              synchronized void committed(long groupNo, int left, ByteBuffer redo) {
                super.committed(groupNo, left, redo.limit(0));
              }
            });
  }

  @Test
  void anOpeningThatLeavesTheWindowEmptyIsCaught() {
    assertCaught(
        size ->
            new RedoWindow(size) {
              @Override
              synchronized boolean restore(List<RocksDatabase.RedoRecord> redo) {
                return true;
              }
            });
  }

  /** What the window has no room for is forgotten. */
  @Test
  void anOpeningWithASmallerWindowThatForgetsIsCaught() {
    assertCaught(
        size ->
            new RedoWindow(size) {
              @Override
              synchronized boolean restore(List<RocksDatabase.RedoRecord> redo) {
                super.restore(redo);
                return true;
              }
            });
  }

  private void assertCaught(IntFunction<RedoWindow> bug) {
    assertThatThrownBy(() -> new Run(1, bug).play()).isInstanceOf(AssertionError.class);
  }

  /** One store, and what must be in it. */
  private final class Run {
    private final SplittableRandom random;
    private final IntFunction<RedoWindow> windows;
    private final Path dir = base.resolve("data");
    private final List<NavigableMap<String, String>> model =
        List.of(new TreeMap<>(), new TreeMap<>());
    private final List<Epoch> epochs = new ArrayList<>();
    private RocksStore store;

    Run(long seed, IntFunction<RedoWindow> windows) {
      this.random = new SplittableRandom(seed);
      this.windows = windows;
      this.store = open(dir);
    }

    private RocksStore open(Path where) {
      RocksStoreConfig config = random.nextBoolean() ? TINY : SMALL;
      return RocksStore.open(where, config, windows.apply(RocksStore.windowBytes(config)));
    }

    void play() {
      try {
        acquire();
        for (int group = 0; group < GROUPS; group++) {
          commit();
          check(store, random.nextInt(PARTITIONS));
          if (random.nextInt(60) == 0) {
            store.close();
            store = open(dir);
            checkAll(store);
            acquire();
          }
        }
      } finally {
        store.close();
      }
    }

    private void acquire() {
      epochs.clear();
      IntStream.range(0, PARTITIONS).forEach(i -> epochs.add(store.acquire(i)));
    }

    private void commit() {
      List<Batch> group = new ArrayList<>();
      for (int partition = 0; partition < PARTITIONS; partition++) {
        if (random.nextInt(4) > 0) {
          long next = store.head(partition).batchNo() + 1;
          List<Write> writes = writes(model.get(partition));
          group.add(
              new Batch(partition, epochs.get(partition), next, new byte[0], writes, List.of()));
        }
      }
      assertThat(store.commit(group)).isInstanceOf(CommitOutcome.Committed.class);
    }

    private List<Write> writes(NavigableMap<String, String> known) {
      List<Write> writes = new ArrayList<>();
      int count = 1 + random.nextInt(12);
      for (int i = 0; i < count; i++) {
        String key = (random.nextInt(5) == 0 ? "t" : "s") + random.nextInt(10, 10 + KEYS);
        int kind = random.nextInt(400);
        if (kind < 40) {
          writes.add(new Write.Delete(bytes(key)));
          known.remove(key);
        } else if (kind == 40) {
          String to = key.charAt(0) + "" + random.nextInt(10, 10 + KEYS);
          writes.add(new Write.DeleteRange(bytes(key), bytes(to)));
          if (key.compareTo(to) < 0) {
            known.subMap(key, to).clear();
          }
        } else {
          // Now and then more than the window takes.
          int length = kind == 41 ? 100_000 : random.nextInt(kind < 80 ? 9_000 : 300);
          byte[] value = new byte[length];
          Arrays.fill(value, (byte) ('a' + random.nextInt(26)));
          writes.add(new Write.Put(bytes(key), value));
          known.put(key, new String(value, US_ASCII));
        }
      }
      return writes;
    }

    private void checkAll(Store checked) {
      IntStream.range(0, PARTITIONS).forEach(i -> check(checked, i));
    }

    private void check(Store checked, int partition) {
      NavigableMap<String, String> known = model.get(partition);
      String from = "s" + random.nextInt(10, 10 + KEYS);
      assertThat(scanned(checked, partition, from, "t"))
          .isEqualTo(known.subMap(from, true, "t", false));
      List<String> keys =
          IntStream.range(0, 8)
              .mapToObj(i -> (i % 4 == 0 ? "t" : "s") + random.nextInt(10, 10 + KEYS))
              .toList();
      List<byte @Nullable []> found =
          checked.multiGet(partition, keys.stream().map(RocksStoreRedoTest::bytes).toList());
      for (int i = 0; i < keys.size(); i++) {
        assertThat(text(found.get(i))).isEqualTo(known.get(keys.get(i)));
        assertThat(text(checked.get(partition, bytes(keys.get(i)))))
            .isEqualTo(known.get(keys.get(i)));
      }
    }
  }

  private static NavigableMap<String, String> scanned(
      Store store, int partition, String from, String to) {
    NavigableMap<String, String> all = new TreeMap<>();
    try (Cursor cursor = store.scan(partition, bytes(from), bytes(to))) {
      while (cursor.next()) {
        all.put(String.valueOf(text(cursor.key())), String.valueOf(text(cursor.value())));
      }
    }
    return all;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(US_ASCII);
  }

  private static @Nullable String text(byte @Nullable [] bytes) {
    return bytes == null ? null : new String(bytes, US_ASCII);
  }
}
