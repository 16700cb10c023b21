package dev.perdure.kernel;

import dev.perdure.kernel.StepRecord.Remembered;
import dev.perdure.kernel.spi.Cursor;
import dev.perdure.kernel.spi.Store;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a partition remembers of request ids, durably, for a retention: that a request was accepted,
 * and its answer. Used by the partition alone.
 *
 * <p>The answers of one commit are one stored segment, keyed by the last step record in it: one key
 * for hundreds of requests. To find an id again there is an index in memory over the younger ids,
 * bounded by a window; ids that fall out of the window get an index key of their own, in a bucket
 * of time. What is older than the retention is removed as ranges, bucket by bucket, never by a
 * scan.
 */
final class RequestMemory {
  private static final int BUCKETS_PER_RETENTION = 8;
  private static final int AGED_PER_REQUEST = 4;

  /** Keeps the numbers of buckets within an int for another thousand years. */
  private static final long MIN_BUCKET_MILLIS = 20_000;

  private final Store store;
  private final int partition;
  private final Uncommitted keys;
  private final int window;
  private final long retentionMillis;
  private final long bucketMillis;
  private final RequestIndex index = new RequestIndex();

  /** By bucket: its first record. */
  private final TreeMap<Integer, Long> buckets = new TreeMap<>();

  /** By id: what is remembered by records that are not committed yet. */
  private final Map<String, Recent> recent = new LinkedHashMap<>();

  private final Deque<Recent> recentOrder = new ArrayDeque<>();

  /** Ids of records up to this one have index keys of their own. */
  private long agedUpTo;

  private record Recent(Remembered remembered, long recordNo) {}

  RequestMemory(Store store, int partition, Uncommitted keys, int window, long retentionMillis) {
    this.store = store;
    this.partition = partition;
    this.keys = keys;
    this.window = window;
    this.retentionMillis = retentionMillis;
    this.bucketMillis = Math.max(MIN_BUCKET_MILLIS, retentionMillis / BUCKETS_PER_RETENTION);
  }

  /** Rebuilds the index after an opening; reads the segments of the window. */
  void recover(long agedBefore) {
    agedUpTo = agedBefore;
    try (Cursor cursor =
        store.scan(partition, Keys.space(Keys.BUCKET), Keys.endOfSpace(Keys.BUCKET))) {
      while (cursor.next()) {
        buckets.put(new ByteReader(cursor.key(), 1).u32(), new ByteReader(cursor.value()).varint());
      }
    }
    try (Cursor cursor =
        store.scan(partition, Keys.answers(agedUpTo + 1), Keys.endOfSpace(Keys.ANSWERS))) {
      while (cursor.next()) {
        ByteReader in = new ByteReader(cursor.value());
        while (!in.atEnd()) {
          Recent entry = read(in);
          if (entry.recordNo > agedUpTo) {
            index.put(Fingerprint.of(entry.remembered.requestId()), entry.recordNo);
          }
        }
      }
    }
  }

  /** What is remembered of an id, or null. */
  @Nullable Remembered find(String requestId) {
    Recent uncommitted = recent.get(requestId);
    if (uncommitted != null) {
      return uncommitted.remembered;
    }
    Fingerprint id = Fingerprint.of(requestId);
    long recordNo = index.find(id);
    if (recordNo > 0) {
      return inSegment(requestId, recordNo);
    }
    for (Map.Entry<Integer, Long> entry : buckets.descendingMap().entrySet()) {
      if (entry.getValue() > agedUpTo) {
        continue; // No id of this bucket has an index key.
      }
      int bucket = entry.getKey();
      byte[] aged = keys.get(Keys.aged(bucket, id));
      if (aged != null) {
        return inSegment(requestId, new ByteReader(aged).varint());
      }
    }
    return null;
  }

  private @Nullable Remembered inSegment(String requestId, long recordNo) {
    Remembered found = null;
    try (Cursor cursor =
        store.scan(partition, Keys.answers(recordNo), Keys.endOfSpace(Keys.ANSWERS))) {
      if (cursor.next()) {
        ByteReader in = new ByteReader(cursor.value());
        while (!in.atEnd()) {
          Recent entry = read(in);
          if (entry.recordNo == recordNo && entry.remembered.requestId().equals(requestId)) {
            found = entry.remembered;
          }
        }
      }
    }
    return found;
  }

  /**
   * Remembers an id with a record that is about to be published, and adds what ages or expires to
   * the record's writes. Returns up to which record ids are aged with this; 0 when unchanged.
   */
  long remember(Remembered remembered, long recordNo, long nowMillis, StepWrites writes) {
    int bucket = (int) (nowMillis / bucketMillis);
    if (buckets.isEmpty() || buckets.lastKey() < bucket) {
      buckets.put(bucket, recordNo);
      writes.put(Keys.bucket(Keys.BUCKET, bucket), new ByteWriter(10).varint(recordNo).toBytes());
      expire(nowMillis, writes);
    }
    Recent entry = new Recent(remembered, recordNo);
    recent.put(remembered.requestId(), entry);
    recentOrder.add(entry);
    index.put(Fingerprint.of(remembered.requestId()), recordNo);
    long aged = 0;
    for (int i = 0; i < AGED_PER_REQUEST && index.size() > window; i++) {
      long oldest = index.oldestRecord();
      if (oldest == recordNo) {
        break; // All of one record age together, and this one is still being made.
      }
      aged = oldest;
      while (index.size() > 0 && index.oldestRecord() == oldest) {
        Fingerprint id = index.removeOldest();
        Integer of = bucketOf(oldest);
        if (id != null && of != null) {
          writes.put(Keys.aged(of, id), new ByteWriter(10).varint(oldest).toBytes());
        }
      }
    }
    agedUpTo = Math.max(agedUpTo, aged);
    return aged;
  }

  private @Nullable Integer bucketOf(long recordNo) {
    for (Map.Entry<Integer, Long> entry : buckets.descendingMap().entrySet()) {
      if (entry.getValue() <= recordNo) {
        return entry.getKey();
      }
    }
    return null;
  }

  private void expire(long nowMillis, StepWrites writes) {
    while (buckets.size() > 1
        && (buckets.firstKey() + 1) * bucketMillis + retentionMillis <= nowMillis) {
      int expired = buckets.firstKey();
      buckets.remove(expired);
      long firstKept = buckets.firstEntry().getValue();
      writes.delete(Keys.bucket(Keys.BUCKET, expired));
      writes.deleteRange(Keys.bucket(Keys.AGED, expired), Keys.bucket(Keys.AGED, expired + 1));
      writes.deleteRange(Keys.answers(0), Keys.answers(firstKept));
      while (index.size() > 0 && index.oldestRecord() < firstKept) {
        index.removeOldest();
      }
    }
  }

  /** Forgets what the store has. */
  void committed(long recordNo) {
    for (Recent entry = recentOrder.peek();
        entry != null && entry.recordNo <= recordNo;
        entry = recentOrder.peek()) {
      recentOrder.remove();
      recent.remove(entry.remembered.requestId(), entry);
    }
  }

  /** Adds an entry to a segment; makes the segment when there is none yet. */
  static ByteWriter write(@Nullable ByteWriter segment, long recordNo, Remembered entry) {
    ByteWriter out = segment == null ? new ByteWriter(256) : segment;
    out.varint(recordNo).text(entry.requestId()).u64(entry.hash()).u8(entry.answered() ? 1 : 0);
    entry.answer().write(out);
    return out;
  }

  private static Recent read(ByteReader in) {
    long recordNo = in.varint();
    var remembered = new Remembered(in.text(), in.u64(), in.u8() == 1, Answer.read(in));
    return new Recent(remembered, recordNo);
  }
}
