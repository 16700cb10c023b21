package dev.perdure.kernel;

import dev.perdure.kernel.Inspection.ParkedView;

/**
 * The record of a quarantined machine: which waiting event could not be stepped, and why.
 *
 * @param seq its place in the machine's mailbox
 * @param detail the exception with its stack trace
 */
record Parked(
    long seq,
    String eventName,
    byte[] bytes,
    int attempts,
    long atMillis,
    String reason,
    String detail) {

  byte[] toBytes() {
    return new ByteWriter(256)
        .u8(1)
        .varint(seq)
        .text(eventName)
        .blob(bytes)
        .varint(attempts)
        .varint(atMillis)
        .text(reason)
        .text(detail)
        .toBytes();
  }

  static Parked read(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    Records.version(in, 1, "parked event");
    return new Parked(
        in.varint(), in.text(), in.blob(), (int) in.varint(), in.varint(), in.text(), in.text());
  }

  ParkedView view() {
    return new ParkedView(eventName, bytes, attempts, atMillis, reason, detail);
  }
}
