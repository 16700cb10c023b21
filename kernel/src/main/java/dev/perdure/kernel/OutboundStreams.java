package dev.perdure.kernel;

import dev.perdure.kernel.spi.Clock;
import dev.perdure.kernel.spi.Cursor;
import dev.perdure.kernel.spi.RarePath;
import dev.perdure.kernel.spi.RarePaths;
import dev.perdure.kernel.spi.Transport;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of the streams that a partition sends, and the way of those to other stores: what is
 * committed is read from the outbox, put on the wire, and put there again until it is acknowledged.
 * Used by the partition alone.
 *
 * <p>Only so much is on the wire at a time. Acknowledgements make room for what comes next, so that
 * a backlog goes as fast as it is taken over, and widen the window; a target that let something go,
 * or is silent for too long, makes sending begin anew behind what it acknowledged, with less at
 * once.
 */
final class OutboundStreams {
  static final int MESSAGES_PER_FRAME = 1_000;
  private static final int BYTES_PER_FRAME = 256 << 10;
  private static final int FRAMES_ON_THE_WIRE = 8;
  private static final int FIRST_WINDOW = MESSAGES_PER_FRAME;
  private static final int NARROWEST_WINDOW = 10;
  private static final int WIDEST_WINDOW = FRAMES_ON_THE_WIRE * MESSAGES_PER_FRAME;

  private static final long FIRST_PAUSE_MILLIS = 500;
  private static final long LONGEST_PAUSE_MILLIS = 10_000;

  private final int partition;
  private final Uncommitted keys;
  private final IntPredicate sameStore;
  private final Transport transport;
  private final RarePaths rarePaths;
  private final ByPartition<Stream> streams = new ByPartition<>();

  /** Those to other stores. */
  private final List<Stream> remote = new ArrayList<>();

  /** What was sent to other stores by records that are not committed yet. */
  private final ArrayDeque<Uncertain> uncertain = new ArrayDeque<>();

  private record Uncertain(Stream stream, long seq, long recordNo) {}

  /** All numbers but {@code sent} are only for streams to other stores. */
  private static final class Stream {
    final int target;
    final boolean remote;

    /** The last number that was given. */
    long sent;

    /** The last one that is in the outbox, as far as the partition was told. */
    long committed;

    /** The last one on the wire, since sending began anew. */
    long flown;

    long acknowledged;

    /** The last numbers of the frames on the wire. */
    final ArrayDeque<Long> frames = new ArrayDeque<>();

    /** The last numbers, and keys, of the outbox segments that are on the wire whole. */
    final ArrayDeque<Long> segments = new ArrayDeque<>();

    /** How many messages may be on the wire. */
    long window = FIRST_WINDOW;

    long repeatAtMillis = Long.MAX_VALUE;
    long pauseMillis = FIRST_PAUSE_MILLIS;

    Stream(int target, boolean remote, long sent) {
      this.target = target;
      this.remote = remote;
      this.sent = sent;
      this.committed = sent;
      this.flown = sent;
      this.acknowledged = sent;
    }

    boolean maySend() {
      return flown < committed
          && flown - acknowledged < window
          && frames.size() < FRAMES_ON_THE_WIRE;
    }

    void beginAnew() {
      flown = acknowledged;
      frames.clear();
      segments.clear();
      window = Math.max(window / 2, NARROWEST_WINDOW);
      repeatAtMillis = Long.MAX_VALUE;
    }
  }

  OutboundStreams(
      int partition,
      Uncommitted keys,
      IntPredicate sameStore,
      Transport transport,
      RarePaths rarePaths,
      SequencedMap<Integer, Long> sent) {
    this.partition = partition;
    this.keys = keys;
    this.sameStore = sameStore;
    this.transport = transport;
    this.rarePaths = rarePaths;
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
  void recover() {
    for (Stream stream : remote) {
      try (Cursor cursor = outboxFrom(stream, 0)) {
        if (cursor.next()) {
          stream.acknowledged = Segment.firstSeq(cursor.value()) - 1;
          stream.flown = stream.acknowledged;
        }
      }
    }
  }

  private Cursor outboxFrom(Stream stream, long seq) {
    return keys.scan(
        Keys.segment(Keys.OUTBOX, stream.target, seq), Keys.bucket(Keys.OUTBOX, stream.target + 1));
  }

  /** The number of the next message to a partition, sent by a record. */
  long next(int target, long recordNo) {
    Stream known = streams.get(target);
    Stream stream = known == null ? stream(target, 0) : known;
    stream.sent++;
    if (stream.remote) {
      uncertain.add(new Uncertain(stream, stream.sent, recordNo));
    }
    return stream.sent;
  }

  /** Whether the completion of a commit gives it something to send. */
  boolean wantsCommit() {
    return !uncertain.isEmpty();
  }

  void committed(long recordNo) {
    for (Uncertain next = uncertain.peek();
        next != null && next.recordNo <= recordNo;
        next = uncertain.peek()) {
      uncertain.remove();
      next.stream.committed = next.seq;
    }
  }

  /**
   * The target has taken over all up to a number; the draft removes it from the outbox.
   *
   * @param again whether the target let go what came behind
   */
  void acknowledged(int target, long seq, boolean again, long nowMillis, Draft draft) {
    Stream stream = streams.get(target);
    if (stream == null || seq < stream.acknowledged || seq > stream.sent) {
      return;
    }
    if (seq > stream.acknowledged) {
      free(stream, seq, draft);
      stream.window = Math.min(stream.window + seq - stream.acknowledged, WIDEST_WINDOW);
      stream.acknowledged = seq;
      stream.flown = Math.max(stream.flown, seq);
      stream.pauseMillis = FIRST_PAUSE_MILLIS;
      stream.repeatAtMillis = stream.flown == seq ? Long.MAX_VALUE : nowMillis + stream.pauseMillis;
    }
    if (again && stream.flown > seq) {
      stream.beginAnew();
    }
  }

  private static void free(Stream stream, long seq, Draft draft) {
    if (seq > stream.flown) {
      // Put on the wire before sending began anew: which segments there are is not known.
      draft.writes.deleteRange(
          Keys.segment(Keys.OUTBOX, stream.target, 0),
          Keys.segment(Keys.OUTBOX, stream.target, seq + 1));
      stream.frames.clear();
      stream.segments.clear();
      return;
    }
    for (Long last = stream.frames.peek();
        last != null && last <= seq;
        last = stream.frames.peek()) {
      stream.frames.remove();
    }
    for (Long last = stream.segments.peek();
        last != null && last <= seq;
        last = stream.segments.peek()) {
      stream.segments.remove();
      draft.writes.delete(Keys.segment(Keys.OUTBOX, stream.target, last));
    }
  }

  long nextDueMillis() {
    long next = Long.MAX_VALUE;
    for (Stream stream : remote) {
      next = Math.min(next, stream.repeatAtMillis);
    }
    return next;
  }

  /**
   * Sends what is committed, and again what was not acknowledged in time, as far as the windows
   * allow; returns how many frames that were.
   */
  int send(Clock clock) {
    if (remote.isEmpty()) {
      return 0;
    }
    int sent = 0;
    long nowMillis = clock.nowMillis();
    for (Stream stream : remote) {
      if (stream.flown > stream.acknowledged && rarePaths.takes(RarePath.SEND_AGAIN)) {
        stream.beginAnew();
      }
      if (stream.repeatAtMillis <= nowMillis) {
        stream.beginAnew();
        stream.pauseMillis = Math.min(stream.pauseMillis * 2, LONGEST_PAUSE_MILLIS);
      }
      while (stream.maySend()) {
        Transport.Frame frame = nextFrame(stream);
        if (frame == null) {
          break; // Another owner has removed it meanwhile.
        }
        if (stream.repeatAtMillis == Long.MAX_VALUE) {
          stream.repeatAtMillis = nowMillis + stream.pauseMillis;
        }
        transport.send(frame);
        sent++;
      }
    }
    return sent;
  }

  /** Only what is committed: the store is read. */
  private Transport.@Nullable Frame nextFrame(Stream stream) {
    long from = stream.flown + 1;
    long first = from;
    long bytes = 0;
    List<byte[]> messages = new ArrayList<>();
    int most =
        rarePaths.takes(RarePath.SHORT_FRAME)
            ? 1
            : (int)
                Math.min(stream.acknowledged + stream.window - stream.flown, MESSAGES_PER_FRAME);
    try (Cursor cursor = outboxFrom(stream, from)) {
      while (messages.size() < most && bytes < BYTES_PER_FRAME && cursor.next()) {
        Segment.Run run =
            Segment.readRaw(cursor.value(), from, most - messages.size(), BYTES_PER_FRAME - bytes);
        if (messages.isEmpty()) {
          first = run.firstSeq();
        }
        messages.addAll(run.messages());
        bytes += run.bytes();
        if (run.isWhole()) {
          stream.segments.add(first + messages.size() - 1);
        }
      }
    }
    if (messages.isEmpty()) {
      return null;
    }
    stream.flown = first + messages.size() - 1;
    stream.frames.add(stream.flown);
    return new Transport.Frame(partition, stream.target, first, messages);
  }
}
