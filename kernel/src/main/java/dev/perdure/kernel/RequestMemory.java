package dev.perdure.kernel;

import dev.perdure.kernel.AnswerSegments.Segment;
import dev.perdure.kernel.StepRecord.Remembered;
import dev.perdure.kernel.StepRecord.Standing;
import dev.perdure.kernel.spi.Cursor;
import dev.perdure.kernel.spi.Store;
import dev.perdure.kernel.spi.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a partition remembers of request ids, durably, for a retention: that a request was accepted,
 * and its answer. Used by the partition alone.
 *
 * <p>The answers of one commit are one stored segment, keyed by the last step record in it: one key
 * for hundreds of requests. To find an id again there is an index in memory over the younger ids,
 * in generations, bounded by a window; when that is full the oldest generation is loaded into the
 * store as index keys, beside the partition's work, in a bucket of time. Then it leaves. What is
 * older than the retention is removed as ranges, bucket by bucket, never by a scan. Nearly all ids
 * that come are new: a filter over those of late says so at once.
 *
 * <p>The retention counts from the answer. An id that is accepted and not answered when it would
 * leave the index (its event is parked, or whoever has its address takes a long time) gets a key in
 * a space of its own instead, with all there is to know of it, and keeps it until it is answered.
 */
final class RequestMemory {
  private static final int BUCKETS_PER_RETENTION = 8;

  /** Few enough ids are in the youngest for the processor's cache. */
  private static final int GENERATIONS_PER_WINDOW = 16;

  /** Ids not answered that get keys of their own with one record. */
  private static final int UNANSWERED_PER_RECORD = 16;

  /** Of how many ids a generation of the filter is, for each id of the window. */
  private static final int FILTERED_PER_WINDOW = 16;

  /** Keeps the numbers of buckets within an int for another thousand years. */
  private static final long MIN_BUCKET_MILLIS = 20_000;

  private final Store store;
  private final AnswerSegments segments;
  private final int partition;
  private final Uncommitted keys;
  private final int window;

  /** How many ids are left in the window when others are loaded and leave it. */
  private final int kept;

  private final long retentionMillis;
  private final long bucketMillis;
  private final RequestIndex index;

  /** Of all ids since the opening, whether in the index or loaded since. */
  private final IdFilter filter;

  /** By bucket: its first record. */
  private final TreeMap<Integer, Long> buckets = new TreeMap<>();

  private final RecentAnswers recent = new RecentAnswers();

  /** The last bucket that there is; the first records of it and of the first. None at first. */
  private int lastBucket = Integer.MIN_VALUE;

  private long firstOfLastBucket = Long.MAX_VALUE;
  private long firstRecord = Long.MAX_VALUE;

  /** Ids of records up to this one have left the index, and have index keys of their own. */
  private long agedUpTo;

  /** The last record that was handed out for loading, and the last one that is loaded. */
  private long loadingUpTo;

  private long loadedUpTo;

  /** The last record that the store has. */
  private long committedUpTo;

  /** What is about to leave the index. */
  private @Nullable Leaving leaving;

  /** How many ids not answered may get keys with the present record. */
  private int unansweredLeft;

  /** Whether there may be ids in the space of those not answered. */
  private boolean mayHaveUnanswered;

  RequestMemory(Store store, int partition, Uncommitted keys, int window, long retentionMillis) {
    this.store = store;
    this.segments = new AnswerSegments(store, partition);
    this.partition = partition;
    this.keys = keys;
    this.window = window;
    this.kept = window / 2;
    this.index = new RequestIndex(Math.max(1, window / GENERATIONS_PER_WINDOW));
    this.filter = new IdFilter(FILTERED_PER_WINDOW * window);
    this.retentionMillis = retentionMillis;
    this.bucketMillis = Math.max(MIN_BUCKET_MILLIS, retentionMillis / BUCKETS_PER_RETENTION);
  }

  /**
   * Rebuilds the index after an opening; reads the segments of the window.
   *
   * @param agedBefore up to which record ids were loaded
   * @param lastRecord the last one that is committed
   */
  void recover(long agedBefore, long lastRecord) {
    agedUpTo = agedBefore;
    loadingUpTo = agedBefore;
    loadedUpTo = agedBefore;
    filter.begin(agedBefore + 1);
    committedUpTo = lastRecord;
    try (Cursor cursor =
        store.scan(partition, Keys.space(Keys.BUCKET), Keys.endOfSpace(Keys.BUCKET))) {
      while (cursor.next()) {
        addBucket(new ByteReader(cursor.key(), 1).u32(), new ByteReader(cursor.value()).varint());
      }
    }
    checkLoaded();
    segments.forEachFrom(agedUpTo + 1, segment -> segment.forEachId(this::recover));
    byte[] unanswered = Keys.space(Keys.UNANSWERED);
    try (Cursor cursor = store.scan(partition, unanswered, Keys.endOfSpace(Keys.UNANSWERED))) {
      mayHaveUnanswered = cursor.next();
    }
  }

  private void recover(String requestId, long recordNo, boolean answered) {
    if (recordNo > agedUpTo) {
      put(requestId, recordNo, bucketOf(recordNo), answered);
    }
  }

  /** What was loaded is not part of a commit: it is looked for, lest an id is stepped twice. */
  private void checkLoaded() {
    if (agedUpTo >= firstRecord
        && store.get(partition, OldIds.mark(bucketOf(agedUpTo), agedUpTo)) == null) {
      throw new StoreException(
          "partition "
              + partition
              + ": its index of request ids is missing up to record "
              + agedUpTo
              + ": the data is damaged; restore the data directory from a copy");
    }
  }

  private void addBucket(int bucket, long first) {
    buckets.put(bucket, first);
    lastBucket = bucket;
    firstOfLastBucket = first;
    firstRecord = buckets.firstEntry().getValue();
  }

  private int bucketOf(long recordNo) {
    if (recordNo >= firstOfLastBucket) {
      return lastBucket;
    }
    for (Map.Entry<Integer, Long> entry : buckets.descendingMap().entrySet()) {
      if (entry.getValue() <= recordNo) {
        return entry.getKey();
      }
    }
    throw new IllegalStateException("record " + recordNo + " is of no bucket: " + buckets);
  }

  private void put(String requestId, long recordNo, int bucket, boolean answered) {
    Fingerprint id = Fingerprint.of(requestId);
    filter.add(id, recordNo);
    index.youngest(bucket, recordNo).put(id, recordNo, answered);
  }

  // ---- what is remembered --------------------------------------------------------------------

  /** What is remembered of an id, or null. */
  @Nullable Remembered find(String requestId) {
    Fingerprint id = Fingerprint.of(requestId);
    boolean mayBeYoung = filter.mayHave(id);
    if (!mayBeYoung && filter.coveredFrom() <= firstRecord && !mayHaveUnanswered) {
      return null;
    }
    return find(requestId, id.high(), id.low(), mayBeYoung);
  }

  /**
   * Looks where an id may be, the youngest first.
   *
   * @param mayBeYoung whether it may be of a record that the filter covers
   */
  private @Nullable Remembered find(String requestId, long high, long low, boolean mayBeYoung) {
    Remembered found = null;
    if (mayBeYoung || index.firstRecord() < filter.coveredFrom()) {
      found = at(index.find(high, low), requestId);
    }
    for (Map.Entry<Integer, Long> entry : buckets.descendingMap().entrySet()) {
      long first = entry.getValue();
      if (found != null) {
        return found;
      }
      if (first <= agedUpTo && (mayBeYoung || first < filter.coveredFrom())) {
        byte[] aged = keys.get(Keys.aged(entry.getKey(), high, low));
        found = aged == null ? null : at(new ByteReader(aged).varint(), requestId);
      }
    }
    if (found != null || !mayHaveUnanswered) {
      return found;
    }
    byte[] unanswered = keys.get(Keys.unanswered(requestId));
    return unanswered == null ? null : readUnanswered(requestId, unanswered);
  }

  private static Remembered readUnanswered(String requestId, byte[] stored) {
    ByteReader in = new ByteReader(stored);
    Records.version(in, 1, "unanswered request");
    return new Remembered(requestId, in.u64(), Standing.ACCEPTED, new Answer.Accepted());
  }

  /** An id that was accepted before is answered with the writes. */
  void answered(String requestId, StepWrites writes) {
    if (mayHaveUnanswered) {
      byte[] key = Keys.unanswered(requestId);
      if (writes.get(key) != null) {
        writes.delete(key);
      }
    }
  }

  /** What a record remembers last of an id; of record 0 nothing. */
  private @Nullable Remembered at(long recordNo, String requestId) {
    if (recordNo > committedUpTo) {
      return recent.find(requestId, recordNo);
    }
    return recordNo > 0 ? segments.find(recordNo, requestId) : null;
  }

  // ---- what comes and goes -------------------------------------------------------------------

  /**
   * Remembers ids with a record that is about to be published, and adds what ages or expires to the
   * record's writes. Returns up to which record ids have left memory with this; 0 when none has.
   */
  long remember(List<Remembered> all, long recordNo, long nowMillis, StepWrites writes) {
    if (all.isEmpty()) {
      return 0;
    }
    int bucket = (int) (nowMillis / bucketMillis);
    if (bucket > lastBucket) {
      addBucket(bucket, recordNo);
      writes.put(Keys.bucket(Keys.BUCKET, bucket), new ByteWriter(10).varint(recordNo).toBytes());
    }
    // All are indexed before any other leaves: one that is answered here must not be taken for one
    // that is not.
    for (Remembered remembered : all) {
      recent.add(remembered, recordNo);
      put(remembered.requestId(), recordNo, lastBucket, remembered.answered());
    }
    unansweredLeft = UNANSWERED_PER_RECORD;
    expire(nowMillis, writes);
    age(writes);
    return agedUpTo;
  }

  /** Forgets what is past the retention, a bucket at a time. */
  private void expire(long nowMillis, StepWrites writes) {
    while (leave(writes)
        && buckets.size() > 1
        && (buckets.firstKey() + 1) * bucketMillis + retentionMillis <= nowMillis) {
      long last = buckets.higherEntry(buckets.firstKey()).getValue() - 1;
      List<Generation> expired = index.oldest(last);
      if (!expired.isEmpty() && expired.getLast().lastRecord() > committedUpTo) {
        return; // A request that comes later goes on.
      }
      leaving = new Leaving(expired, true);
    }
  }

  /** Generations that are loaded leave the window. */
  private void age(StepWrites writes) {
    while (leave(writes) && index.lastOfOldest() <= loadedUpTo) {
      leaving = new Leaving(index.oldest(loadedUpTo), false);
    }
  }

  /**
   * Goes on with what is leaving the index. What is not answered gets keys with all there is to
   * know, some with each record. Returns whether nothing is on its way any more.
   */
  private boolean leave(StepWrites writes) {
    Leaving now = leaving;
    if (now == null) {
      return true;
    }
    long next = now.nextRecord(index);
    for (; next > 0 && unansweredLeft > 0; next = now.nextRecord(index)) {
      Segment segment = segments.of(next);
      if (segment == null) {
        throw new IllegalStateException("record " + next + " is in no segment");
      }
      Map<Fingerprint, Long> left = now.take(index, segment.lastRecord(), unansweredLeft);
      unansweredLeft -= left.size();
      keepUnanswered(segment, left, writes);
    }
    if (next > 0) {
      return false; // The next request goes on.
    }
    leaving = null;
    agedUpTo = Math.max(agedUpTo, now.removeFrom(index, loadedUpTo));
    if (now.expires()) {
      forgetFirstBucket(writes);
    }
    return true;
  }

  /** Keeps these ids of a segment, each of its record. */
  private void keepUnanswered(Segment segment, Map<Fingerprint, Long> ids, StepWrites writes) {
    mayHaveUnanswered = true;
    segment.forEach(
        entry -> {
          Remembered remembered = entry.remembered();
          if (!remembered.answered()
              && ids.remove(Fingerprint.of(remembered.requestId()), entry.recordNo())) {
            byte[] value = new ByteWriter(9).u8(1).u64(remembered.hash()).toBytes();
            writes.put(Keys.unanswered(remembered.requestId()), value);
          }
        });
    if (!ids.isEmpty()) {
      throw new IllegalStateException("accepted requests are not in their segment: " + ids);
    }
  }

  /** Nothing of its ids is in memory. */
  private void forgetFirstBucket(StepWrites writes) {
    int expired = buckets.pollFirstEntry().getKey();
    firstRecord = buckets.firstEntry().getValue();
    writes.delete(Keys.bucket(Keys.BUCKET, expired));
    // From the first on: a former owner may have loaded ids of buckets that were gone by then.
    writes.deleteRange(Keys.bucket(Keys.AGED, 0), Keys.bucket(Keys.AGED, expired + 1));
    writes.deleteRange(Keys.answers(0), Keys.answers(firstRecord));
  }

  /**
   * What is to be loaded now; null when there is room in the window, or something is on its way.
   */
  @Nullable OldIds toLoad() {
    if (loadingUpTo > loadedUpTo || index.size() < window) {
      return null;
    }
    List<Generation> oldest = new ArrayList<>();
    int size = index.size();
    for (Generation next : index.oldestFirst()) {
      boolean isLoaded = next.lastRecord() <= loadedUpTo; // And only waits for the next request.
      if (!isLoaded) {
        boolean takes = oldest.isEmpty() ? size >= window : size > kept;
        if (!takes
            || next.lastRecord() > committedUpTo
            || (!oldest.isEmpty() && oldest.getLast().bucket() != next.bucket())) {
          break;
        }
        oldest.add(next);
      }
      size -= next.size();
    }
    if (oldest.isEmpty()) {
      return null;
    }
    index.seal(oldest.getLast());
    loadingUpTo = oldest.getLast().lastRecord();
    return new OldIds(partition, oldest);
  }

  /** They are in the store. */
  void loaded(OldIds ids) {
    loadedUpTo = Math.max(loadedUpTo, ids.lastRecord());
  }

  /** How many ids are indexed in memory. */
  int inMemory() {
    return index.size();
  }

  /** Forgets what the store has. */
  void committed(long recordNo) {
    committedUpTo = recordNo;
    recent.committed(recordNo);
  }
}
