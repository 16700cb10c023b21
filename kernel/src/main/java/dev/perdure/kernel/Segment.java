package dev.perdure.kernel;

import java.util.ArrayList;
import java.util.List;

/**
 * A run of one stream's messages, as one stored value: what one batch of the source sent to the
 * target. Numbers have no gap.
 */
final class Segment {
  private Segment() {}

  static byte[] write(List<Message.Envelope> run) {
    ByteWriter out =
        new ByteWriter(64 * run.size()).u8(1).varint(run.getFirst().seq()).varint(run.size());
    for (Message.Envelope sent : run) {
      out.blob(message(sent));
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
    ByteReader in = opened(new ByteReader(value));
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

  /** The number of the first message of a stored segment. */
  static long firstSeq(byte[] value) {
    return opened(new ByteReader(value)).varint();
  }

  private static ByteReader opened(ByteReader in) {
    Records.version(in, 1, "segment");
    return in;
  }

  /**
   * The messages of a stored segment from number {@code from} on, as they travel.
   *
   * @param most how many at most
   * @param bytes after so many no further one is begun
   */
  static Run readRaw(byte[] value, long from, int most, long bytes) {
    ByteReader in = opened(new ByteReader(value));
    long seq = in.varint();
    long last = seq + in.varint() - 1;
    for (; seq < from && seq <= last; seq++) {
      in.skipBlob();
    }
    long first = seq;
    long taken = 0;
    List<byte[]> messages = new ArrayList<>();
    for (; seq <= last && messages.size() < most && taken < bytes; seq++) {
      byte[] message = in.blob();
      messages.add(message);
      taken += message.length;
    }
    return new Run(first, messages, taken, seq > last);
  }

  /**
   * Messages in their travelling form.
   *
   * @param firstSeq the number of the first
   * @param isWhole whether the last one is the last of its segment
   */
  record Run(long firstSeq, List<byte[]> messages, long bytes, boolean isWhole) {}
}
