package dev.perdure.kernel;

import dev.perdure.kernel.StepRecord.Remembered;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What records remember of request ids that are not committed yet, and so in no segment. In the
 * order of the records. Used by the partition alone.
 */
final class RecentAnswers {
  private long[] records = new long[64];
  private @Nullable Remembered[] remembered = new @Nullable Remembered[64];

  /** All that there were; the youngest stand at the places before it, by the lower bits. */
  private long added;

  private long removed;

  void add(Remembered entry, long recordNo) {
    if (added - removed == records.length) {
      grow();
    }
    int at = place(added++);
    records[at] = recordNo;
    remembered[at] = entry;
  }

  /** What a record remembers last of an id. */
  @Nullable Remembered find(String requestId, long recordNo) {
    long from = removed;
    long to = added;
    while (from < to) { // Behind the last of that record.
      long middle = (from + to) >>> 1;
      if (records[place(middle)] > recordNo) {
        to = middle;
      } else {
        from = middle + 1;
      }
    }
    for (long i = to - 1; i >= removed && records[place(i)] == recordNo; i--) {
      Remembered entry = remembered[place(i)];
      if (entry != null && entry.requestId().equals(requestId)) {
        return entry;
      }
    }
    return null;
  }

  /** Forgets what the store has. */
  void committed(long recordNo) {
    while (removed < added && records[place(removed)] <= recordNo) {
      remembered[place(removed++)] = null;
    }
  }

  private int place(long number) {
    return (int) number & records.length - 1;
  }

  private void grow() {
    int capacity = records.length;
    int first = place(removed);
    records = Arrays.copyOf(records, 2 * capacity);
    remembered = Arrays.copyOf(remembered, 2 * capacity);
    // What stands before the first goes behind it.
    System.arraycopy(records, 0, records, capacity, first);
    System.arraycopy(remembered, 0, remembered, capacity, first);
    Arrays.fill(remembered, 0, first, null);
    added = (long) first + capacity;
    removed = first;
  }
}
