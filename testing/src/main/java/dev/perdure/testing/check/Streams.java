package dev.perdure.testing.check;

import dev.perdure.MachineRef;
import dev.perdure.kernel.RecordView;
import dev.perdure.kernel.StoredKeys;
import dev.perdure.kernel.StoredKeys.SegmentKey;
import dev.perdure.kernel.spi.Batch;
import dev.perdure.kernel.spi.Write;
import dev.perdure.testing.Origin;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The streams of messages between partitions, as committed: numbered without a gap, each consumed
 * once, in order, and never before its sender's step is durable (G1, G2, G3). Nothing leaves a
 * store before it is durable (G4).
 */
final class Streams {
  private final Map<Key, Stream> streams = new LinkedHashMap<>();

  record Key(int source, int target) {}

  /** A message that is sent and not consumed. */
  record Message(RecordView.Sent sent, @Nullable MachineRef<?> sender, long step) {
    boolean isEvent() {
      return !sent.eventName().isEmpty();
    }

    Origin origin() {
      MachineRef<?> from = sender;
      return from == null ? new Origin.Operator() : new Origin.Sender(from, step);
    }
  }

  private static final class Stream {
    long sent;
    long consumed;
    final Map<Long, Message> underWay = new LinkedHashMap<>();
  }

  private Stream stream(int source, int target) {
    return streams.computeIfAbsent(new Key(source, target), _ -> new Stream());
  }

  /** Takes what a record sends. */
  void sent(RecordView view, @Nullable MachineRef<?> sender, long step) {
    for (RecordView.Sent one : view.sent()) {
      Stream stream = stream(view.partition(), one.target());
      Guarantee.holds(
          one.seq() == stream.sent + 1,
          "G2: partition %d sends message %d to %d after %d",
          view.partition(),
          one.seq(),
          one.target(),
          stream.sent);
      stream.sent = one.seq();
      stream.underWay.put(one.seq(), new Message(one, sender, step));
    }
  }

  /** The message that a record consumes, or null. */
  @Nullable Message consumed(RecordView view) {
    if (view.consumedSeq() == 0) {
      return null;
    }
    Stream stream = stream(view.source(), view.partition());
    long seq = view.consumedSeq();
    Guarantee.holds(
        seq <= stream.sent,
        "G1: partition %d stepped message %d of %d, and the step that sent it is not durable",
        view.partition(),
        seq,
        view.source());
    Guarantee.holds(
        seq == stream.consumed + 1,
        "%s: partition %d stepped message %d of %d after %d",
        seq <= stream.consumed ? "G2" : "G2, G3",
        view.partition(),
        seq,
        view.source(),
        stream.consumed);
    stream.consumed = seq;
    return stream.underWay.remove(seq);
  }

  void left(int source, int target, long seq) {
    Guarantee.holds(
        stream(source, target).sent >= seq,
        "G4: message %d of partition %d to %d left before it was durable",
        seq,
        source,
        target);
  }

  void acknowledged(int source, int target, long seq) {
    Guarantee.holds(
        stream(source, target).consumed >= seq,
        "G4: partition %d acknowledged message %d of %d before it was durable",
        target,
        seq,
        source);
  }

  /** What a commit removes: no segment goes before all of it is consumed, durably. */
  void dropped(Batch batch) {
    for (Write write : batch.writes()) {
      SegmentKey segment = write instanceof Write.Delete(var key) ? StoredKeys.segment(key) : null;
      if (segment == null) {
        continue;
      }
      int source = segment.inbox() ? segment.peer() : batch.partition();
      int target = segment.inbox() ? batch.partition() : segment.peer();
      long consumed = stream(source, target).consumed;
      Guarantee.holds(
          segment.lastSeq() <= consumed,
          "G2: partition %d drops messages up to %d of %d to %d, which are stepped up to %d",
          batch.partition(),
          segment.lastSeq(),
          source,
          target,
          consumed);
    }
  }

  /**
   * @param stored whether the store has messages that one partition sent to another
   */
  void atRest(BiPredicate<Integer, Integer> stored) {
    streams.forEach(
        (key, stream) -> {
          if (!stream.underWay.isEmpty()) {
            boolean there = stored.test(key.source, key.target);
            Guarantee.holds(
                false,
                "%s: messages of partition %d to %d were never stepped, and %s: %s",
                there ? "G5" : "G1, G2",
                key.source,
                key.target,
                there ? "nobody goes on with them" : "no store has them",
                stream.underWay);
          }
        });
  }
}
