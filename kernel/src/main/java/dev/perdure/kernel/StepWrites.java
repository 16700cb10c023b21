package dev.perdure.kernel;

import dev.perdure.kernel.spi.Cursor;
import dev.perdure.kernel.spi.LayeredCursor;
import dev.perdure.kernel.spi.Write;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The writes of one step, over what the partition has; gone without a trace when the step fails.
 */
final class StepWrites implements KeyValues {
  private final Uncommitted below;

  /** Made at the first write: most steps change nothing but their machine's record. */
  private @Nullable NavigableMap<byte[], byte @Nullable []> writes;

  private List<Write> ranges = List.of();
  private int holdings = Holdings.NONE;

  StepWrites(Uncommitted below) {
    this.below = below;
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    NavigableMap<byte[], byte @Nullable []> own = writes;
    byte[] written = own == null ? null : own.get(key);
    return written != null || (own != null && own.containsKey(key)) ? written : below.get(key);
  }

  @Override
  public Cursor scan(byte[] from, byte[] to) {
    Cursor committed = below.scan(from, to);
    NavigableMap<byte[], byte @Nullable []> all = writes;
    if (all == null || Arrays.compareUnsigned(from, to) >= 0) {
      return committed;
    }
    NavigableMap<byte[], byte @Nullable []> own = all.subMap(from, true, to, false);
    return own.isEmpty() ? committed : new LayeredCursor(new TreeMap<>(own), committed);
  }

  @Override
  public void put(byte[] key, byte[] value) {
    write(key, value);
  }

  @Override
  public void delete(byte[] key) {
    write(key, null);
  }

  private void write(byte[] key, byte @Nullable [] value) {
    if (value != null) {
      holdings |= Holdings.bit(key);
    }
    NavigableMap<byte[], byte @Nullable []> own = writes;
    if (own == null) {
      own = new TreeMap<>(Arrays::compareUnsigned);
      writes = own;
    }
    own.put(key, value);
  }

  /**
   * Removes a range, after the step's other writes. Later reads do not see it: only for what is
   * never read again, such as the belongings of a halted machine.
   */
  void deleteRange(byte[] from, byte[] to) {
    if (ranges.isEmpty()) {
      ranges = new ArrayList<>();
    }
    ranges.add(new Write.DeleteRange(from, to));
  }

  /** In which spaces of the {@link Holdings} something is put. */
  int holdings() {
    return holdings;
  }

  boolean isEmpty() {
    return writes == null && ranges.isEmpty();
  }

  /** How many keys are written. */
  int size() {
    return writes == null ? 0 : writes.size();
  }

  /** Hands the writes on: to the record that is committed and to what later steps read. */
  List<Write> publish(long recordNo) {
    if (isEmpty()) {
      return List.of();
    }
    List<Write> all = new ArrayList<>(size() + ranges.size());
    if (writes != null) {
      writes.forEach(
          (key, value) -> {
            all.add(value == null ? new Write.Delete(key) : new Write.Put(key, value));
            below.add(key, value, recordNo);
          });
    }
    all.addAll(ranges);
    return all;
  }
}
