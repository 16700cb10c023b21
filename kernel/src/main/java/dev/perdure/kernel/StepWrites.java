package dev.perdure.kernel;

import dev.perdure.kernel.spi.Cursor;
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
  private final NavigableMap<byte[], byte @Nullable []> writes =
      new TreeMap<>(Arrays::compareUnsigned);
  private final List<Write> ranges = new ArrayList<>(0);

  StepWrites(Uncommitted below) {
    this.below = below;
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    byte[] written = writes.get(key);
    return written != null || writes.containsKey(key) ? written : below.get(key);
  }

  @Override
  public Cursor scan(byte[] from, byte[] to) {
    Cursor committed = below.scan(from, to);
    if (writes.isEmpty() || Arrays.compareUnsigned(from, to) >= 0) {
      return committed;
    }
    NavigableMap<byte[], byte @Nullable []> own = writes.subMap(from, true, to, false);
    return own.isEmpty() ? committed : new Uncommitted.Layered(new TreeMap<>(own), committed);
  }

  @Override
  public void put(byte[] key, byte[] value) {
    writes.put(key, value);
  }

  @Override
  public void delete(byte[] key) {
    writes.put(key, null);
  }

  /**
   * Removes a range, after the step's other writes. Later reads do not see it: only for what is
   * never read again, such as the belongings of a halted machine.
   */
  void deleteRange(byte[] from, byte[] to) {
    ranges.add(new Write.DeleteRange(from, to));
  }

  boolean isEmpty() {
    return writes.isEmpty() && ranges.isEmpty();
  }

  /** How many keys are written. */
  int size() {
    return writes.size();
  }

  /** Hands the writes on: to the record that is committed and to what later steps read. */
  List<Write> publish(long recordNo) {
    if (isEmpty()) {
      return List.of();
    }
    List<Write> all = new ArrayList<>(writes.size() + ranges.size());
    writes.forEach(
        (key, value) -> {
          all.add(value == null ? new Write.Delete(key) : new Write.Put(key, value));
          below.add(key, value, recordNo);
        });
    all.addAll(ranges);
    return all;
  }
}
