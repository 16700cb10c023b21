package dev.perdure.kernel;

/**
 * What is stored of a machine while its mailbox is to be gone through: that it is, for a crash
 * before it is done, and how often the event that failed last was tried.
 *
 * @param failing the place of the event that failed last; 0 for none
 * @param failures how often it was tried in vain
 * @param retryAtMillis when it is tried again; 0 when nothing holds the mailbox up. A retry in the
 *     due index of the timers comes back to it then
 */
record WorkMark(long failing, int failures, long retryAtMillis) {
  byte[] toBytes() {
    return new ByteWriter(16)
        .u8(1)
        .varint(failing)
        .varint(failures)
        .varint(retryAtMillis)
        .toBytes();
  }

  static WorkMark read(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    Records.version(in, 1, "work mark");
    return new WorkMark(in.varint(), (int) in.varint(), in.varint());
  }
}
