package dev.perdure.kernel;

/**
 * What is stored of a running timer.
 *
 * @param periodMillis 0 for a one-shot timer
 */
record TimerRecord(long dueMillis, long periodMillis, byte[] event) {
  byte[] toBytes() {
    return new ByteWriter(24 + event.length)
        .u8(1)
        .varint(dueMillis)
        .varint(periodMillis)
        .blob(event)
        .toBytes();
  }

  static TimerRecord read(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    Records.version(in, 1, "timer");
    return new TimerRecord(in.varint(), in.varint(), in.blob());
  }
}
