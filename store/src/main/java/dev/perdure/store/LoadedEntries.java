package dev.perdure.store;

import dev.perdure.kernel.spi.Write;
import java.util.Arrays;
import java.util.List;

/** What the seam asks of entries that are loaded. */
final class LoadedEntries {
  private LoadedEntries() {}

  /**
   * Checks that they ascend and are of one key space.
   *
   * @throws IllegalArgumentException when they are not
   */
  static void check(List<Write.Put> entries) {
    for (int i = 1; i < entries.size(); i++) {
      byte[] before = entries.get(i - 1).key();
      byte[] key = entries.get(i).key();
      if (Arrays.compareUnsigned(before, key) >= 0 || KeySpace.of(before) != KeySpace.of(key)) {
        throw new IllegalArgumentException(
            "entries to load must be of one key space and ascend, but %s is followed by %s"
                .formatted(KeySpace.hex(before), KeySpace.hex(key)));
      }
    }
  }
}
