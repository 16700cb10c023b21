package dev.perdure.kernel.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;

/**
 * A store as one would draw it: sorted maps. Makes random groups and compares a store with itself.
 */
final class StoreModel {
  private static final byte[] SPACES = {'i', 'r', 's', 'q'};

  final Epoch[] epochs;
  private final List<NavigableMap<byte[], byte[]>> partitions = new ArrayList<>();
  private final long[] batchNos;

  StoreModel(int count) {
    epochs = new Epoch[count];
    batchNos = new long[count];
    for (int i = 0; i < count; i++) {
      partitions.add(new TreeMap<>(Arrays::compareUnsigned));
    }
  }

  List<Batch> randomGroup(Random random) {
    List<Integer> order = new ArrayList<>();
    for (int partition = 0; partition < epochs.length; partition++) {
      if (random.nextBoolean()) {
        order.add(partition);
      }
    }
    if (order.isEmpty()) {
      order.add(random.nextInt(epochs.length));
    }
    Collections.shuffle(order, random);
    List<Batch> group = new ArrayList<>();
    for (int partition : order) {
      List<Write> writes = new ArrayList<>();
      for (int i = random.nextInt(12); i > 0; i--) {
        writes.add(randomWrite(random));
      }
      List<Batch.InboxSegment> inbox = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        byte[] key = randomKey(random, (byte) 'i');
        inbox.add(new Batch.InboxSegment(random.nextInt(epochs.length), key, randomValue(random)));
      }
      group.add(
          new Batch(
              partition,
              epochs[partition],
              batchNos[partition] + 1,
              randomValue(random),
              writes,
              inbox));
    }
    return group;
  }

  /** The same group with one epoch of the past or the future. */
  static List<Batch> stale(List<Batch> group, Random random) {
    List<Batch> stale = new ArrayList<>(group);
    int at = random.nextInt(group.size());
    Batch batch = group.get(at);
    stale.set(
        at,
        new Batch(
            batch.partition(),
            new Epoch(batch.epoch().value() + (random.nextBoolean() ? 1 : -1)),
            batch.batchNo(),
            batch.bookkeeping(),
            batch.writes(),
            batch.inbox()));
    return stale;
  }

  void apply(List<Batch> group) {
    for (Batch batch : group) {
      NavigableMap<byte[], byte[]> own = partitions.get(batch.partition());
      for (Write write : batch.writes()) {
        switch (write) {
          case Write.Put put -> own.put(put.key(), put.value());
          case Write.Delete delete -> own.remove(delete.key());
          case Write.DeleteRange range -> {
            if (Arrays.compareUnsigned(range.from(), range.to()) < 0) {
              own.subMap(range.from(), range.to()).clear();
            }
          }
        }
      }
      batch.inbox().forEach(s -> partitions.get(s.target()).put(s.key(), s.value()));
      batchNos[batch.partition()] = batch.batchNo();
    }
  }

  void compareRandomRange(Store store, Random random) {
    byte space = SPACES[random.nextInt(SPACES.length)];
    byte[] from = randomKey(random, space);
    byte[] to = randomKey(random, space);
    int partition = random.nextInt(epochs.length);
    compare(store, partition, from, to);
    byte[] key = randomKey(random, space);
    assertThat(store.get(partition, key)).isEqualTo(partitions.get(partition).get(key));
    assertThat(store.multiGet(partition, List.of(from, key)).get(1))
        .isEqualTo(partitions.get(partition).get(key));
  }

  void compareAll(Store store) {
    for (int partition = 0; partition < epochs.length; partition++) {
      assertThat(store.head(partition).batchNo()).isEqualTo(batchNos[partition]);
      for (byte space : SPACES) {
        compare(store, partition, new byte[] {space}, new byte[] {(byte) (space + 1)});
      }
    }
  }

  private void compare(Store store, int partition, byte[] from, byte[] to) {
    List<String> found = new ArrayList<>();
    try (Cursor cursor = store.scan(partition, from, to)) {
      while (cursor.next()) {
        found.add(show(cursor.key(), cursor.value()));
      }
    }
    List<String> expected = new ArrayList<>();
    if (Arrays.compareUnsigned(from, to) < 0) {
      for (Map.Entry<byte[], byte[]> e : partitions.get(partition).subMap(from, to).entrySet()) {
        expected.add(show(e.getKey(), e.getValue()));
      }
    }
    assertThat(found).isEqualTo(expected);
  }

  private static Write randomWrite(Random random) {
    byte space = SPACES[random.nextInt(SPACES.length)];
    return switch (random.nextInt(6)) {
      case 0 -> new Write.Delete(randomKey(random, space));
      case 1 -> new Write.DeleteRange(randomKey(random, space), randomKey(random, space));
      default -> new Write.Put(randomKey(random, space), randomValue(random));
    };
  }

  /** Few keys, so that they meet; with the bytes that encodings get wrong. */
  private static byte[] randomKey(Random random, byte space) {
    byte[] bytes = {0, 1, 'a', 0x7F, (byte) 0x80, (byte) 0xFF};
    byte[] key = new byte[1 + random.nextInt(4)];
    key[0] = space;
    for (int i = 1; i < key.length; i++) {
      key[i] = bytes[random.nextInt(bytes.length)];
    }
    return key;
  }

  private static byte[] randomValue(Random random) {
    byte[] value = new byte[random.nextInt(8) == 0 ? random.nextInt(5000) : random.nextInt(20)];
    random.nextBytes(value);
    return value;
  }

  private static String show(byte[] key, byte[] value) {
    return HexFormat.of().formatHex(key) + "=" + HexFormat.of().formatHex(value);
  }
}
