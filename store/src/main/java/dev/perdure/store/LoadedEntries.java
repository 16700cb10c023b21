package dev.perdure.store;

import dev.perdure.kernel.spi.Write;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Entries that are loaded, as the seam asks for them: ascending, and of one key space. Entries may
 * be made as they are read, so each is read once.
 */
final class LoadedEntries implements Iterator<Write.Put> {
  private final Iterator<Write.Put> entries;
  private byte @Nullable [] before;

  LoadedEntries(List<Write.Put> entries) {
    this.entries = entries.iterator();
  }

  @Override
  public boolean hasNext() {
    return entries.hasNext();
  }

  /**
   * The next entry.
   *
   * @throws IllegalArgumentException when it is not as it should be
   */
  @Override
  public Write.Put next() {
    Write.Put next = entries.next();
    byte[] last = before;
    if (last == null) {
      KeySpace.of(next.key());
    } else if (Arrays.compareUnsigned(last, next.key()) >= 0 || last[0] != next.key()[0]) {
      throw new IllegalArgumentException(
          "entries to load must be of one key space and ascend, but %s is followed by %s"
              .formatted(KeySpace.hex(last), KeySpace.hex(next.key())));
    }
    before = next.key();
    return next;
  }
}
