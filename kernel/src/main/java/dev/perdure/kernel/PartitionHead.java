package dev.perdure.kernel;

import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * The kernel's bookkeeping at the head of a partition, written with every batch.
 *
 * @param recordNo the last step record
 * @param agedUpTo request ids remembered up to this record have index keys of their own
 * @param consumed by source partition: how far its stream to this partition is consumed
 * @param sent by target partition: the last number of this partition's stream to it
 */
record PartitionHead(
    long recordNo,
    long agedUpTo,
    SequencedMap<Integer, Long> consumed,
    SequencedMap<Integer, Long> sent) {

  static PartitionHead empty() {
    return new PartitionHead(0, 0, new TreeMap<>(), new TreeMap<>());
  }

  byte[] toBytes() {
    ByteWriter out = new ByteWriter(64).u8(1).varint(recordNo).varint(agedUpTo);
    write(out, consumed);
    write(out, sent);
    return out.toBytes();
  }

  private static void write(ByteWriter out, SequencedMap<Integer, Long> numbers) {
    out.varint(numbers.size());
    numbers.forEach((partition, seq) -> out.varint(partition).varint(seq));
  }

  static PartitionHead read(byte[] bytes) {
    if (bytes.length == 0) {
      return empty();
    }
    ByteReader in = new ByteReader(bytes);
    Records.version(in, 1, "partition head");
    return new PartitionHead(in.varint(), in.varint(), numbers(in), numbers(in));
  }

  private static SequencedMap<Integer, Long> numbers(ByteReader in) {
    SequencedMap<Integer, Long> numbers = new TreeMap<>();
    for (long left = in.varint(); left > 0; left--) {
      numbers.put((int) in.varint(), in.varint());
    }
    return numbers;
  }
}
