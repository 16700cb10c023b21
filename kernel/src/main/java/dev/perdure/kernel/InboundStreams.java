package dev.perdure.kernel;

import dev.perdure.kernel.Message.Envelope;
import dev.perdure.kernel.spi.Cursor;
import dev.perdure.kernel.spi.RarePath;
import dev.perdure.kernel.spi.RarePaths;
import dev.perdure.kernel.spi.Transport;
import java.util.ArrayDeque;
import java.util.SequencedMap;
import java.util.function.IntPredicate;

/**
 * The streams of messages that come to a partition, one from each partition that sends to it
 * (itself among them). Messages of a stream are numbered without a gap and taken in that order,
 * each once. Used by the partition alone.
 *
 * <p>A message that is handed over out of order, or for which there is no room in memory, is let
 * go: the sender's commit has it in this partition's inbox range, or will have, and it is read from
 * there. From another store it is let go too; its source is told so when there is room, and sends
 * it again until it is acknowledged in any case.
 */
final class InboundStreams {
  private final int partition;
  private final Uncommitted keys;
  private final IntPredicate sameStore;
  private final Transport transport;
  private final Ready ready;
  private final RarePaths rarePaths;
  private final ByPartition<Stream> streams = new ByPartition<>();
  private int behind;

  /** What is consumed from other stores by records that are not committed yet. */
  private final ArrayDeque<Consumed> consumed = new ArrayDeque<>();

  private record Consumed(Stream stream, long seq, long recordNo) {}

  private static final class Stream {
    /** The number that is taken next. */
    long next;

    /**
     * Whether something was let go: the inbox has it, or will have, and it must be read before any
     * is taken; or the source in another store must be told to send it again.
     */
    boolean behind;

    /** The highest number that was let go. */
    long highest;

    /** For a stream from another store: how far it is durably consumed. */
    long durable;

    Stream(long next) {
      this.next = next;
      this.durable = next - 1;
    }
  }

  InboundStreams(
      int partition,
      Uncommitted keys,
      IntPredicate sameStore,
      Transport transport,
      Ready ready,
      RarePaths rarePaths,
      SequencedMap<Integer, Long> consumed) {
    this.partition = partition;
    this.keys = keys;
    this.sameStore = sameStore;
    this.transport = transport;
    this.ready = ready;
    this.rarePaths = rarePaths;
    consumed.forEach((source, seq) -> streams.put(source, new Stream(seq + 1)));
  }

  /** After an opening, and now and then: every inbox segment in the store is to be read. */
  void findBehind() {
    byte[] from = Keys.space(Keys.INBOX);
    byte[] end = Keys.endOfSpace(Keys.INBOX);
    while (true) {
      int source;
      try (Cursor cursor = keys.scan(from, end)) {
        if (!cursor.next()) {
          return;
        }
        source = new ByteReader(cursor.key(), 1).u32();
      }
      fallBehind(stream(source), 0);
      from = Keys.bucket(Keys.INBOX, source + 1);
    }
  }

  private Stream stream(int source) {
    return streams.getOrMake(source, _ -> new Stream(1));
  }

  /** A message handed over by the partition that sent it, or by this one. */
  void take(Envelope envelope) {
    Stream stream = stream(envelope.source());
    if (envelope.seq() < stream.next) {
      return; // Read from the inbox before.
    }
    if (rarePaths.takes(RarePath.LET_GO)) {
      fallBehind(stream, envelope.seq());
      return;
    }
    if (stream.behind || envelope.seq() > stream.next || ready.isFull()) {
      fallBehind(stream, envelope.seq());
      return;
    }
    stream.next++;
    ready.add(envelope);
  }

  /** Messages up to a number were not handed over. */
  void letGo(int source, long seq) {
    Stream stream = stream(source);
    if (seq >= stream.next) {
      fallBehind(stream, seq);
    }
  }

  /** A message from another store: taken if it is the next of its stream and there is room. */
  void takeRemote(int source, long seq, byte[] message) {
    Stream stream = stream(source);
    if (seq < stream.next) {
      return; // Taken before.
    }
    if (rarePaths.takes(RarePath.LET_GO)) {
      fallBehind(stream, seq);
      return;
    }
    if (seq > stream.next || ready.isFull()) {
      fallBehind(stream, seq);
      return;
    }
    stream.next++;
    ready.add(Message.read(new ByteReader(message), source, seq, null));
  }

  /** A message is consumed with a record. */
  void consumed(int source, long seq, long recordNo) {
    if (!sameStore.test(source)) {
      consumed.add(new Consumed(stream(source), seq, recordNo));
    }
  }

  void committed(long recordNo) {
    for (Consumed next = consumed.peek();
        next != null && next.recordNo <= recordNo;
        next = consumed.peek()) {
      consumed.remove();
      next.stream.durable = next.seq;
    }
  }

  /** How far the stream from another store is durably consumed. */
  long durable(int source) {
    return stream(source).durable;
  }

  private void fallBehind(Stream stream, long seq) {
    stream.highest = Math.max(stream.highest, seq);
    if (!stream.behind) {
      stream.behind = true;
      behind++;
    }
  }

  /** Whether a stream waits for what was let go, perhaps for a commit. */
  boolean isBehind() {
    return behind > 0;
  }

  /**
   * Goes on with what was let go, as far as there is room: reads inboxes, and has sources of other
   * stores send again. Returns how much it did.
   */
  int catchUp() {
    if (behind == 0 || ready.isHalfFull()) {
      return 0;
    }
    int done = 0;
    for (int source : streams.partitions()) {
      Stream stream = stream(source);
      if (stream.behind) {
        done += sameStore.test(source) ? readInbox(source, stream) : sendAgain(source, stream);
      }
    }
    return done;
  }

  private int sendAgain(int source, Stream stream) {
    if (stream.next > stream.highest) {
      caughtUp(stream); // Sent again without being told to.
      return 0;
    }
    if (stream.durable < stream.next - 1) {
      return 0; // After the commit of what was taken, which is not to be sent again.
    }
    transport.acknowledge(source, partition, stream.durable, true);
    caughtUp(stream);
    return 1;
  }

  private void caughtUp(Stream stream) {
    stream.behind = false;
    stream.highest = 0;
    behind--;
  }

  private int readInbox(int source, Stream stream) {
    int taken = 0;
    byte[] from = Keys.segment(Keys.INBOX, source, stream.next);
    byte[] end = Keys.bucket(Keys.INBOX, source + 1);
    try (Cursor cursor = keys.scan(from, end)) {
      while (cursor.next()) {
        for (Envelope envelope : Segment.read(cursor.key(), cursor.value(), source, stream.next)) {
          if (envelope.seq() != stream.next) {
            throw new IllegalStateException(
                "inbox from partition %d: message %d wanted, segment goes on with %d"
                    .formatted(source, stream.next, envelope.seq()));
          }
          stream.next++;
          ready.add(envelope);
          taken++;
        }
        if (ready.isFull()) {
          return taken;
        }
      }
    }
    if (stream.next > stream.highest) {
      caughtUp(stream);
    }
    return taken;
  }
}
