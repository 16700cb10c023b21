package dev.perdure.kernel;

import java.util.ArrayList;
import java.util.List;

/**
 * A run of one stream's messages, as one stored value: what one batch of the source sent to the
 * target. Numbers have no gap.
 */
final class Segment {
  private Segment() {}

  static byte[] write(List<StepRecord.Sent> run) {
    ByteWriter out =
        new ByteWriter(64 * run.size()).u8(1).varint(run.getFirst().seq()).varint(run.size());
    for (StepRecord.Sent sent : run) {
      out.blob(message(sent.envelope()));
    }
    return out.toBytes();
  }

  static byte[] message(Message.Envelope envelope) {
    ByteWriter out = new ByteWriter(96);
    Message.write(out, envelope.to(), envelope.message());
    return out.toBytes();
  }

  /**
   * The messages of a stored segment from number {@code from} on; the last one names the segment's
   * key.
   */
  static List<Message.Envelope> read(byte[] key, byte[] value, int source, long from) {
    ByteReader in = new ByteReader(value);
    Records.version(in, 1, "segment");
    long seq = in.varint();
    long last = seq + in.varint() - 1;
    List<Message.Envelope> run = new ArrayList<>();
    for (; seq <= last; seq++) {
      byte[] message = in.blob();
      if (seq >= from) {
        byte[] freed = seq == last ? key : null;
        run.add(Message.read(new ByteReader(message), source, seq, freed));
      }
    }
    return run;
  }

  /** The messages of a stored segment from number {@code from} on, as they travel. */
  static Run readRaw(byte[] value, long from) {
    ByteReader in = new ByteReader(value);
    Records.version(in, 1, "segment");
    long first = in.varint();
    long count = in.varint();
    List<byte[]> messages = new ArrayList<>();
    for (long seq = first; seq < first + count; seq++) {
      byte[] message = in.blob();
      if (seq >= from) {
        messages.add(message);
      }
    }
    return new Run(Math.max(first, from), messages);
  }

  /** Messages in their travelling form; the first has number {@code firstSeq}. */
  record Run(long firstSeq, List<byte[]> messages) {}
}
