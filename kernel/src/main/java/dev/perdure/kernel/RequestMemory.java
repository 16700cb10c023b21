package dev.perdure.kernel;

import dev.perdure.kernel.RequestIndex.Old;
import dev.perdure.kernel.StepRecord.Remembered;
import dev.perdure.kernel.StepRecord.Standing;
import dev.perdure.kernel.spi.Cursor;
import dev.perdure.kernel.spi.Store;
import dev.perdure.kernel.spi.StoreException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
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
 * bounded by a window; when that is full the oldest are loaded into the store as index keys, many
 * together and beside the partition's work, in buckets of time. Then they leave it, a few with each
 * request. What is older than the retention is removed as ranges, bucket by bucket, never by a
 * scan.
 *
 * <p>The retention counts from the answer. An id that is accepted and not answered when it would
 * leave the index (its event is parked, or whoever has its address takes a long time) gets a key in
 * a space of its own instead, with all there is to know of it, and keeps it until it is answered.
 */
final class RequestMemory {
  private static final int BUCKETS_PER_RETENTION = 8;

  /** When the window is full, such a part of it is loaded and leaves. */
  private static final int PARTS_OF_WINDOW = 8;

  private static final int AGED_PER_REQUEST = 4;

  /** Of how many ids a generation of the filter is, for each id of the window. */
  private static final int FILTERED_PER_WINDOW = 8;

  /** Ids past the retention that leave the index with one request. */
  private static final int EXPIRED_PER_REQUEST = 1_024;

  /** Keeps the numbers of buckets within an int for another thousand years. */
  private static final long MIN_BUCKET_MILLIS = 20_000;

  private final Store store;
  private final int partition;
  private final Uncommitted keys;
  private final int window;

  /** How many ids are left in the window when others leave it. */
  private final int kept;

  private final long retentionMillis;
  private final long bucketMillis;
  private final RequestIndex index = new RequestIndex();
  private final IdFilter loadedIds;

  /** By bucket: its first record. */
  private final TreeMap<Integer, Long> buckets = new TreeMap<>();

  /** By id: what is remembered by records that are not committed yet. */
  private final Map<String, Recent> recent = new LinkedHashMap<>();

  private final Deque<Recent> recentOrder = new ArrayDeque<>();

  /** Ids of records up to this one have left the index, and have index keys of their own. */
  private long agedUpTo;

  /** Ids of records up to this one have index keys of their own. */
  private long loadedUpTo;

  private boolean loading;

  /** The last record that the store has. */
  private long committedUpTo;

  /** Whether there may be ids in the space of those not answered. */
  private boolean mayHaveUnanswered;

  private record Recent(Remembered remembered, long recordNo) {}

  RequestMemory(Store store, int partition, Uncommitted keys, int window, long retentionMillis) {
    this.store = store;
    this.partition = partition;
    this.keys = keys;
    this.window = window;
    this.kept = window - Math.max(1, window / PARTS_OF_WINDOW);
    this.loadedIds = new IdFilter(FILTERED_PER_WINDOW * window);
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
    loadedUpTo = agedBefore;
    loadedIds.begin(agedBefore + 1);
    committedUpTo = lastRecord;
    try (Cursor cursor =
        store.scan(partition, Keys.space(Keys.BUCKET), Keys.endOfSpace(Keys.BUCKET))) {
      while (cursor.next()) {
        buckets.put(new ByteReader(cursor.key(), 1).u32(), new ByteReader(cursor.value()).varint());
      }
    }
    checkLoaded();
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

  /** What was loaded is not part of a commit: it is looked for, lest an id is stepped twice. */
  private void checkLoaded() {
    Integer bucket = bucketOf(agedUpTo);
    if (bucket == null) {
      return;
    }
    byte[] end = Keys.bucket(Keys.AGED, bucket + 1);
    try (Cursor marks = store.scan(partition, OldIds.marks(bucket, agedUpTo), end)) {
      if (!marks.next()) {
        throw new StoreException(
            "partition "
                + partition
                + ": its index of request ids is missing up to record "
                + agedUpTo
                + ": the data is damaged; restore the data directory from a copy");
      }
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
    boolean mayBeLoaded = loadedIds.mayHave(id);
    for (Map.Entry<Integer, Long> entry : buckets.descendingMap().entrySet()) {
      long first = entry.getValue();
      if (first > agedUpTo || (first >= loadedIds.coveredFrom() && !mayBeLoaded)) {
        continue; // No id of this bucket has left memory, or not this one.
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

  /** What a committed record remembers last of an id. */
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
   * Remembers ids with a record that is about to be published, and adds what ages or expires to the
   * record's writes. Returns up to which record ids have left memory with this; 0 when none has.
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
    return age(AGED_PER_REQUEST * all.size(), writes);
  }

  /** Ids that are loaded leave the window, a few with each request. */
  private long age(int most, StepWrites writes) {
    List<Old> left = leave(Math.min(most, index.size() - kept), loadedUpTo);
    for (Old old : left) {
      if (old.answered()) {
        loadedIds.add(old.id(), old.recordNo());
      }
    }
    keepUnanswered(left, writes);
    if (index.size() > 0 && index.oldestRecord() <= loadedUpTo) {
      agedUpTo = Math.max(agedUpTo, index.oldestRecord() - 1);
    } else {
      agedUpTo = loadedUpTo;
    }
    return agedUpTo;
  }

  /**
   * What is to be loaded now; null when there is room in the window, or something is on its way.
   */
  @Nullable OldIds toLoad() {
    if (loading || index.size() < window) {
      return null;
    }
    OldIds oldest = new OldIds(partition);
    index.oldest(index.size() - kept, committedUpTo, oldest);
    if (oldest.lastRecord() <= loadedUpTo) {
      return null; // They are not committed yet.
    }
    loading = true;
    return oldest.in(buckets);
  }

  /** They are in the store. */
  void loaded(OldIds ids) {
    loading = false;
    loadedUpTo = Math.max(loadedUpTo, ids.lastRecord());
  }

  /** Takes so many of the oldest ids from the index, and all of one record. */
  private List<Old> leave(int most, long upTo) {
    List<Old> left = new ArrayList<>(0);
    long recordNo = 0;
    for (int i = 0; index.size() > 0 && index.oldestRecord() <= upTo; i++) {
      if (i >= most && index.oldestRecord() != recordNo) {
        break;
      }
      recordNo = index.oldestRecord();
      Old old = index.removeOldest();
      if (old != null) {
        left.add(old);
      }
    }
    return left;
  }

  /** Of the ids that leave the index, those not answered get keys with all there is to know. */
  private void keepUnanswered(List<Old> left, StepWrites writes) {
    Map<Fingerprint, Old> unanswered = Map.of();
    for (Old old : left) {
      if (!old.answered()) {
        unanswered = unanswered.isEmpty() ? new LinkedHashMap<>() : unanswered;
        unanswered.put(old.id(), old);
      }
    }
    if (unanswered.isEmpty()) {
      return;
    }
    mayHaveUnanswered = true;
    byte[] from = Keys.answers(unanswered.values().iterator().next().recordNo());
    try (Cursor cursor = store.scan(partition, from, Keys.endOfSpace(Keys.ANSWERS))) {
      while (!unanswered.isEmpty() && cursor.next()) {
        ByteReader in = new ByteReader(cursor.value());
        while (!in.atEnd()) {
          keepUnanswered(read(in), unanswered, writes);
        }
      }
    }
    if (!unanswered.isEmpty()) {
      throw new IllegalStateException("accepted requests are in no segment: " + unanswered);
    }
  }

  private static void keepUnanswered(
      Recent entry, Map<Fingerprint, Old> unanswered, StepWrites writes) {
    Remembered remembered = entry.remembered;
    Fingerprint id = Fingerprint.of(remembered.requestId());
    Old old = unanswered.get(id);
    if (old != null && old.recordNo() == entry.recordNo && !remembered.answered()) {
      unanswered.remove(id);
      byte[] value = new ByteWriter(9).u8(1).u64(remembered.hash()).toBytes();
      writes.put(Keys.unanswered(remembered.requestId()), value);
    }
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
    int most = EXPIRED_PER_REQUEST;
    while (buckets.size() > 1
        && (buckets.firstKey() + 1) * bucketMillis + retentionMillis <= nowMillis) {
      int expired = buckets.firstKey();
      long firstKept = buckets.higherEntry(expired).getValue();
      List<Old> left = leave(most, Math.min(firstKept - 1, committedUpTo));
      keepUnanswered(left, writes);
      if (index.size() > 0 && index.oldestRecord() < firstKept) {
        return; // The next request goes on.
      }
      most -= Math.min(most, left.size());
      buckets.remove(expired);
      writes.delete(Keys.bucket(Keys.BUCKET, expired));
      // From the first on: a former owner may have loaded ids of buckets that were gone by then.
      writes.deleteRange(Keys.bucket(Keys.AGED, 0), Keys.bucket(Keys.AGED, expired + 1));
      writes.deleteRange(Keys.answers(0), Keys.answers(firstKept));
    }
  }

  /** How many ids are indexed in memory. */
  int inMemory() {
    return index.size();
  }

  /** Forgets what the store has. */
  void committed(long recordNo) {
    committedUpTo = recordNo;
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
