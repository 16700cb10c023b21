package dev.perdure.kernel;

/**
 * The numbers of a queue's values: from {@code head} to before {@code tail}. A queue that becomes
 * empty begins at 0 again and has no key in the store, so that a machine may use any number of
 * queues, one after the other, and leave nothing behind.
 */
record QueueEnds(long head, long tail) {
  static final QueueEnds EMPTY = new QueueEnds(0, 0);

  QueueEnds {
    if (head < 0 || tail < head) {
      throw new IllegalArgumentException("no ends of a queue: " + head + " to " + tail);
    }
  }

  long size() {
    return tail - head;
  }

  boolean isEmpty() {
    return head == tail;
  }

  QueueEnds withAdded() {
    return new QueueEnds(head, tail + 1);
  }

  QueueEnds withoutHead() {
    return head + 1 == tail ? EMPTY : new QueueEnds(head + 1, tail);
  }

  byte[] encode() {
    return new ByteWriter(20).varint(head).varint(size()).toBytes();
  }

  /**
   * What {@link #encode} wrote.
   *
   * @throws IllegalStateException when the bytes are not the ends of a queue that has values
   */
  static QueueEnds decode(byte[] bytes) {
    ByteReader reader = new ByteReader(bytes);
    long head = reader.varint();
    long size = reader.varint();
    if (head < 0 || size <= 0 || head + size < 0 || !reader.atEnd()) {
      throw new IllegalStateException("damaged record: head " + head + ", length " + size);
    }
    return new QueueEnds(head, head + size);
  }
}
