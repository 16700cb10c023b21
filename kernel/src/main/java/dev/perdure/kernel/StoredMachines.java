package dev.perdure.kernel;

import dev.perdure.MachineRef;
import dev.perdure.kernel.Inspection.ParkedView;
import dev.perdure.kernel.Inspection.Status;
import dev.perdure.kernel.spi.Cursor;
import dev.perdure.kernel.spi.Store;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Reads machines from a store, past their partitions: for listings, which show what is committed
 * and disturb nobody. Needs no open partition, so it serves offline tools too.
 */
public final class StoredMachines {

  /** An entry, with the key to go on behind. */
  public record Found<T>(byte[] key, T entry) {}

  /** A machine as it is stored. */
  public record Entry(MachineRef<?> machine, Status status, String stateName, long waiting) {}

  /** A parked event as it is stored. */
  public record ParkedEntry(MachineRef<?> machine, ParkedView parked) {}

  private StoredMachines() {}

  /**
   * The machines of a type in a partition, in the order of their tags and keys.
   *
   * @param after the key of the last one before these; empty for the first
   * @param most how many at most
   * @throws IllegalArgumentException if that key is none of this type
   */
  public static List<Found<Entry>> ofType(
      Store store, int partition, String type, Optional<byte[]> after, int most) {
    byte[] from = new ByteWriter().u8(Keys.MACHINE).keyText(type).toBytes();
    return read(
        store,
        partition,
        from,
        Keys.endOf(from),
        after,
        most,
        (machine, value) -> {
          MachineRecord stored = MachineRecord.read(value);
          return new Entry(machine, stored.status(), stored.stateName(), stored.waiting());
        });
  }

  /** The state of a machine as it is stored; empty bytes where it has none. */
  public static Optional<byte[]> stateOf(Store store, int partition, MachineRef<?> machine) {
    byte[] stored = store.get(partition, Keys.of(Keys.MACHINE, Keys.prefix(machine)));
    return stored == null ? Optional.empty() : Optional.of(MachineRecord.read(stored).state());
  }

  /**
   * The parked events in a partition, in the order of their machines.
   *
   * @param after the key of the last one before these; empty for the first
   * @param most how many at most
   * @throws IllegalArgumentException if that key is none of a parked event
   */
  public static List<Found<ParkedEntry>> parked(
      Store store, int partition, Optional<byte[]> after, int most) {
    return read(
        store,
        partition,
        Keys.space(Keys.PARKED),
        Keys.endOfSpace(Keys.PARKED),
        after,
        most,
        (machine, value) -> new ParkedEntry(machine, Parked.read(value).view()));
  }

  private static <T> List<Found<T>> read(
      Store store,
      int partition,
      byte[] first,
      byte[] end,
      Optional<byte[]> after,
      int most,
      BiFunction<MachineRef<?>, byte[], T> entry) {
    byte[] from = after.map(StoredMachines::successor).orElse(first);
    if (Arrays.compareUnsigned(from, first) < 0 || Arrays.compareUnsigned(from, end) >= 0) {
      throw new IllegalArgumentException(
          "not a place in this listing; use the next of the page before");
    }
    List<Found<T>> found = new ArrayList<>();
    try (Cursor cursor = store.scan(partition, from, end)) {
      while (found.size() < most && cursor.next()) {
        byte[] key = cursor.key();
        MachineRef<?> machine = Keys.ref(new ByteReader(key, 1));
        found.add(new Found<>(key, entry.apply(machine, cursor.value())));
      }
    }
    return found;
  }

  private static byte[] successor(byte[] key) {
    return Arrays.copyOf(key, key.length + 1);
  }
}
