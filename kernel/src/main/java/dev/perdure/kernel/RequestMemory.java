package dev.perdure.kernel;

import dev.perdure.kernel.StepRecord.Remembered;
import dev.perdure.kernel.StepRecord.Standing;
import dev.perdure.kernel.spi.Cursor;
import dev.perdure.kernel.spi.Store;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
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
 *
 * <p>The retention counts from the answer. An id that is accepted and not answered when it would
 * leave the index (its event is parked, or whoever has its address takes a long time) gets a key in
 * a space of its own instead, with all there is to know of it, and keeps it until it is answered.
 */
final class RequestMemory {
  private static final int BUCKETS_PER_RETENTION = 8;
  private static final int AGED_PER_REQUEST = 4;

  /** Ids past the retention that leave the index with one request; unanswered ones cost a read. */
  private static final int EXPIRED_PER_REQUEST = 1_024;

  private static final int UNANSWERED_PER_REQUEST = 16;

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

  /** Whether there may be ids in the space of those not answered. */
  private boolean mayHaveUnanswered;

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
            put(entry);
          }
        }
      }
    }
    byte[] unanswered = Keys.space(Keys.UNANSWERED);
    try (Cursor cursor = store.scan(partition, unanswered, Keys.endOfSpace(Keys.UNANSWERED))) {
      mayHaveUnanswered = cursor.next();
    }
  }

  private void put(Recent entry) {
    Remembered remembered = entry.remembered;
    index.put(Fingerprint.of(remembered.requestId()), entry.recordNo, remembered.answered());
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
    byte[] unanswered = mayHaveUnanswered ? keys.get(Keys.unanswered(requestId)) : null;
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

  private @Nullable Remembered inSegment(String requestId, long recordNo) {
    return inSegment(recordNo, entry -> entry.requestId().equals(requestId));
  }

  /** What a committed record remembers last of such an id. */
  private @Nullable Remembered inSegment(long recordNo, Predicate<Remembered> wanted) {
    Remembered found = null;
    try (Cursor cursor =
        store.scan(partition, Keys.answers(recordNo), Keys.endOfSpace(Keys.ANSWERS))) {
      if (cursor.next()) {
        ByteReader in = new ByteReader(cursor.value());
        while (!in.atEnd()) {
          Recent entry = read(in);
          if (entry.recordNo == recordNo && wanted.test(entry.remembered)) {
            found = entry.remembered;
          }
        }
      }
    }
    return found;
  }

  /**
   * Remembers ids with a record that is about to be published, and adds what ages or expires to the
   * record's writes. Returns up to which record ids are aged with this; 0 when unchanged.
   */
  long remember(List<Remembered> all, long recordNo, long nowMillis, StepWrites writes) {
    if (all.isEmpty()) {
      return 0;
    }
    int bucket = (int) (nowMillis / bucketMillis);
    if (buckets.isEmpty() || buckets.lastKey() < bucket) {
      buckets.put(bucket, recordNo);
      writes.put(Keys.bucket(Keys.BUCKET, bucket), new ByteWriter(10).varint(recordNo).toBytes());
    }
    // All are indexed before any other leaves: one that is answered here must not be taken for one
    // that is not.
    for (Remembered remembered : all) {
      Recent entry = new Recent(remembered, recordNo);
      recent.put(remembered.requestId(), entry);
      recentOrder.add(entry);
      put(entry);
    }
    expire(nowMillis, writes);
    return age(AGED_PER_REQUEST * all.size(), recordNo, writes);
  }

  private long age(int most, long recordNo, StepWrites writes) {
    long aged = 0;
    for (int i = 0; i < most && index.size() > window; i++) {
      long oldest = index.oldestRecord();
      if (oldest == recordNo) {
        break; // All of one record age together, and this one is still being made.
      }
      aged = oldest;
      while (index.size() > 0 && index.oldestRecord() == oldest) {
        age(index.removeOldest(), oldest, writes);
      }
    }
    agedUpTo = Math.max(agedUpTo, aged);
    return aged;
  }

  /** An id leaves the index in memory; null when a later record remembers it. */
  private void age(RequestIndex.@Nullable Old old, long recordNo, StepWrites writes) {
    if (old == null) {
      return;
    }
    if (!old.answered()) {
      keepUnanswered(old.id(), recordNo, writes);
      return;
    }
    Integer of = bucketOf(recordNo);
    if (of != null) {
      writes.put(Keys.aged(of, old.id()), new ByteWriter(10).varint(recordNo).toBytes());
    }
  }

  private void keepUnanswered(Fingerprint id, long recordNo, StepWrites writes) {
    Predicate<Remembered> wanted =
        entry -> !entry.answered() && Fingerprint.of(entry.requestId()).equals(id);
    Recent oldest = recentOrder.peek();
    boolean committed = oldest == null || oldest.recordNo > recordNo;
    Remembered kept = committed ? inSegment(recordNo, wanted) : uncommitted(recordNo, wanted);
    if (kept == null) {
      throw new IllegalStateException("an accepted request is in no segment: record " + recordNo);
    }
    byte[] value = new ByteWriter(9).u8(1).u64(kept.hash()).toBytes();
    writes.put(Keys.unanswered(kept.requestId()), value);
    mayHaveUnanswered = true;
  }

  private @Nullable Remembered uncommitted(long recordNo, Predicate<Remembered> wanted) {
    for (Recent entry : recentOrder) {
      if (entry.recordNo == recordNo && wanted.test(entry.remembered)) {
        return entry.remembered;
      }
    }
    return null;
  }

  private @Nullable Integer bucketOf(long recordNo) {
    for (Map.Entry<Integer, Long> entry : buckets.descendingMap().entrySet()) {
      if (entry.getValue() <= recordNo) {
        return entry.getKey();
      }
    }
    return null;
  }

  /** Forgets what is past the retention: a bounded part with each request, a bucket at a time. */
  private void expire(long nowMillis, StepWrites writes) {
    int left = EXPIRED_PER_REQUEST;
    int unansweredLeft = UNANSWERED_PER_REQUEST;
    while (buckets.size() > 1
        && (buckets.firstKey() + 1) * bucketMillis + retentionMillis <= nowMillis) {
      int expired = buckets.firstKey();
      long firstKept = buckets.higherEntry(expired).getValue();
      while (index.size() > 0 && index.oldestRecord() < firstKept) {
        if (left-- == 0 || unansweredLeft == 0) {
          return; // The next request goes on.
        }
        long recordNo = index.oldestRecord();
        RequestIndex.Old old = index.removeOldest();
        if (old != null && !old.answered()) {
          keepUnanswered(old.id(), recordNo, writes);
          unansweredLeft--;
        }
      }
      buckets.remove(expired);
      writes.delete(Keys.bucket(Keys.BUCKET, expired));
      writes.deleteRange(Keys.bucket(Keys.AGED, expired), Keys.bucket(Keys.AGED, expired + 1));
      writes.deleteRange(Keys.answers(0), Keys.answers(firstKept));
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
    out.varint(recordNo).text(entry.requestId()).u64(entry.hash()).u8(code(entry.standing()));
    entry.answer().write(out);
    return out;
  }

  private static Recent read(ByteReader in) {
    long recordNo = in.varint();
    var remembered = new Remembered(in.text(), in.u64(), standing(in.u8()), Answer.read(in));
    return new Recent(remembered, recordNo);
  }

  private static int code(Standing standing) {
    return switch (standing) {
      case ACCEPTED -> 0;
      case ANSWERED -> 1;
      case TURNED_AWAY -> 2;
    };
  }

  private static Standing standing(int code) {
    return switch (code) {
      case 0 -> Standing.ACCEPTED;
      case 1 -> Standing.ANSWERED;
      case 2 -> Standing.TURNED_AWAY;
      default -> throw new IllegalStateException("damaged record: standing of a request " + code);
    };
  }
}
