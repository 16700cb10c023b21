package dev.perdure.kernel;

import dev.perdure.kernel.spi.Entropy;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * The kernel's bookkeeping at the head of a partition, written with every batch.
 *
 * @param origin drawn by chance when the partition was opened for the first time, so that no other
 *     partition of any store has it; 0 before
 * @param recordNo the last step record
 * @param agedUpTo request ids remembered up to this record have index keys of their own
 * @param consumed by source partition: how far its stream to this partition is consumed
 * @param sent by target partition: the last number of this partition's stream to it
 */
record PartitionHead(
    long origin,
    long recordNo,
    long agedUpTo,
    SequencedMap<Integer, Long> consumed,
    SequencedMap<Integer, Long> sent) {

  /** As many as nine digits of base 36 can tell apart. */
  private static final long ORIGINS = 101_559_956_668_416L;

  static PartitionHead empty() {
    return new PartitionHead(0, 0, 0, new TreeMap<>(), new TreeMap<>());
  }

  /** The origin that the partition has, or from now on has. */
  long originOr(Entropy entropy) {
    return origin != 0 ? origin : 1 + Math.floorMod(entropy.nextLong(), ORIGINS - 1);
  }

  byte[] toBytes() {
    ByteWriter out = new ByteWriter(64).u8(2).varint(origin).varint(recordNo).varint(agedUpTo);
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
    Records.version(in, 2, "partition head");
    return new PartitionHead(in.varint(), in.varint(), in.varint(), numbers(in), numbers(in));
  }

  private static SequencedMap<Integer, Long> numbers(ByteReader in) {
    SequencedMap<Integer, Long> numbers = new TreeMap<>();
    for (long left = in.varint(); left > 0; left--) {
      numbers.put((int) in.varint(), in.varint());
    }
    return numbers;
  }
}
