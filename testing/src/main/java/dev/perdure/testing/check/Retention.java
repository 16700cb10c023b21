package dev.perdure.testing.check;

import dev.perdure.kernel.RecordView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What one partition remembers of requests: for the retention, counted from the answer (G2), and
 * not for much longer (G9). Ids are forgotten in buckets of time, with a request that comes when a
 * bucket is past the retention.
 */
public final class Retention {
  private static final int BUCKETS = 8;
  private static final long MIN_BUCKET_MILLIS = 20_000;

  /** A request makes the partition forget so many at least; of more nothing is said here. */
  private static final int FORGOTTEN_AT_ONCE = 1_000;

  private final long retentionMillis;
  private final long bucketMillis;

  /** By bucket that there was: its first record. */
  private final NavigableMap<Integer, Long> firstRecords = new TreeMap<>();

  /** By id: where its answer is. */
  private final Map<String, Answered> answers = new LinkedHashMap<>();

  private int firstKept = Integer.MIN_VALUE;
  private long ids;
  private long latestMillis = Long.MIN_VALUE;

  private record Answered(long recordNo, long atMillis) {}

  Retention(long retentionMillis) {
    this.retentionMillis = retentionMillis;
    this.bucketMillis = Math.max(MIN_BUCKET_MILLIS, retentionMillis / BUCKETS);
  }

  /** A record of the partition became durable. */
  void committed(Published published) {
    RecordView view = published.view();
    if (view.remembered().isEmpty()) {
      return;
    }
    long now = published.atMillis();
    int bucket = (int) (now / bucketMillis);
    if (firstRecords.isEmpty() || firstRecords.lastKey() < bucket) {
      firstRecords.put(bucket, view.recordNo());
    }
    latestMillis = Math.max(latestMillis, now);
    for (RecordView.Remembered one : view.remembered()) {
      ids++;
      if (one.answered()) {
        answers.put(one.requestId(), new Answered(view.recordNo(), now));
      }
    }
    forget(now, published.knownDurable());
  }

  private void forget(long now, long knownDurable) {
    Integer next = firstRecords.higherKey(firstKept);
    while (next != null && (next + 1) * bucketMillis + retentionMillis <= now) {
      Map.Entry<Integer, Long> after = firstRecords.higherEntry(next);
      if (after == null || after.getValue() - 1 > knownDurable || ids > FORGOTTEN_AT_ONCE) {
        return;
      }
      firstKept = next + 1;
      next = after.getKey();
    }
  }

  /**
   * Nothing is left to do.
   *
   * @param buckets those that are stored, from the first to the last
   * @param segments the last records of the segments of answers that are stored, in order
   */
  public void atRest(int partition, List<Integer> buckets, List<Long> segments) {
    if (firstRecords.isEmpty()) {
      return;
    }
    Guarantee.holds(
        !buckets.isEmpty() && !segments.isEmpty(),
        "G2: partition %d has forgotten all requests",
        partition);
    Guarantee.holds(
        buckets.getFirst() >= firstKept,
        "G9: partition %d remembers requests of bucket %d, those up to %d are past the retention",
        partition,
        buckets.getFirst(),
        firstKept - 1);
    long first = firstRecords.getOrDefault(buckets.getFirst(), 0L);
    Guarantee.holds(
        segments.getFirst() >= first,
        "G9: partition %d keeps the answers of record %d, of requests that are forgotten",
        partition,
        segments.getFirst());
    answers.forEach(
        (id, answer) ->
            Guarantee.holds(
                answer.atMillis + retentionMillis <= latestMillis
                    || (answer.recordNo >= first && answer.recordNo <= segments.getLast()),
                "G2: partition %d has forgotten request %s before the retention is over",
                partition,
                id));
  }
}
