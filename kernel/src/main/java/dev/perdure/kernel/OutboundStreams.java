package dev.perdure.kernel;

import dev.perdure.kernel.spi.Cursor;
import dev.perdure.kernel.spi.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.IntPredicate;

/**
 * The numbers of the streams that a partition sends, and for those to other stores the repeating
 * until they are acknowledged. Used by the partition alone.
 */
final class OutboundStreams {
  private static final long FIRST_PAUSE_MILLIS = 500;
  private static final long LONGEST_PAUSE_MILLIS = 10_000;
  private static final int MESSAGES_PER_REPEAT = 1_000;

  private final int partition;
  private final Uncommitted keys;
  private final IntPredicate sameStore;
  private final Transport transport;
  private final ByPartition<Stream> streams = new ByPartition<>();

  /** Those to other stores. */
  private final List<Stream> remote = new ArrayList<>();

  private static final class Stream {
    final int target;
    final boolean remote;
    long sent;

    /** Only for streams to other stores. */
    long acknowledged;

    long repeatAtMillis = Long.MAX_VALUE;
    long pauseMillis = FIRST_PAUSE_MILLIS;

    Stream(int target, boolean remote, long sent) {
      this.target = target;
      this.remote = remote;
      this.sent = sent;
    }
  }

  OutboundStreams(
      int partition,
      Uncommitted keys,
      IntPredicate sameStore,
      Transport transport,
      SequencedMap<Integer, Long> sent) {
    this.partition = partition;
    this.keys = keys;
    this.sameStore = sameStore;
    this.transport = transport;
    sent.forEach((target, seq) -> stream(target, seq));
  }

  private Stream stream(int target, long sent) {
    boolean isRemote = !sameStore.test(target);
    Stream stream = new Stream(target, isRemote, sent);
    streams.put(target, stream);
    if (isRemote) {
      remote.add(stream);
    }
    return stream;
  }

  /** After an opening: what the outbox holds is not acknowledged, and is sent again. */
  void recover(long nowMillis) {
    for (Stream stream : remote) {
      stream.acknowledged = stream.sent;
      byte[] from = Keys.segment(Keys.OUTBOX, stream.target, 0);
      try (Cursor cursor = keys.scan(from, Keys.bucket(Keys.OUTBOX, stream.target + 1))) {
        if (cursor.next()) {
          stream.acknowledged = Segment.readRaw(cursor.value(), 0).firstSeq() - 1;
          stream.repeatAtMillis = nowMillis;
        }
      }
    }
  }

  /** The number of the next message to a partition. */
  long next(int target, long nowMillis) {
    Stream known = streams.get(target);
    Stream stream = known == null ? stream(target, 0) : known;
    stream.sent++;
    if (stream.remote && stream.repeatAtMillis == Long.MAX_VALUE) {
      stream.repeatAtMillis = nowMillis + stream.pauseMillis;
    }
    return stream.sent;
  }

  /** The target has taken over all up to a number; the draft removes it from the outbox. */
  void acknowledged(int target, long seq, long nowMillis, Draft draft) {
    Stream stream = streams.get(target);
    if (stream == null || seq <= stream.acknowledged || seq > stream.sent) {
      return;
    }
    stream.acknowledged = seq;
    stream.pauseMillis = FIRST_PAUSE_MILLIS;
    stream.repeatAtMillis = seq == stream.sent ? Long.MAX_VALUE : nowMillis + stream.pauseMillis;
    draft.writes.deleteRange(
        Keys.segment(Keys.OUTBOX, target, 0), Keys.segment(Keys.OUTBOX, target, seq + 1));
  }

  long nextDueMillis() {
    long next = Long.MAX_VALUE;
    for (Stream stream : remote) {
      next = Math.min(next, stream.repeatAtMillis);
    }
    return next;
  }

  /** Sends again what was not acknowledged in time. Only what is committed: the store is read. */
  void repeatDue(long nowMillis) {
    for (Stream stream : remote) {
      if (stream.repeatAtMillis <= nowMillis) {
        repeat(stream);
        stream.pauseMillis = Math.min(stream.pauseMillis * 2, LONGEST_PAUSE_MILLIS);
        stream.repeatAtMillis = nowMillis + stream.pauseMillis;
      }
    }
  }

  private void repeat(Stream stream) {
    int target = stream.target;
    long from = stream.acknowledged + 1;
    List<byte[]> messages = new ArrayList<>();
    long first = from;
    try (Cursor cursor =
        keys.scan(Keys.segment(Keys.OUTBOX, target, from), Keys.bucket(Keys.OUTBOX, target + 1))) {
      while (messages.size() < MESSAGES_PER_REPEAT && cursor.next()) {
        Segment.Run run = Segment.readRaw(cursor.value(), from);
        if (messages.isEmpty()) {
          first = run.firstSeq();
        }
        messages.addAll(run.messages());
      }
    }
    if (!messages.isEmpty()) {
      transport.send(new Transport.Frame(partition, target, first, messages));
    }
  }
}
