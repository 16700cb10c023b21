package dev.perdure.node;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** Where a listing goes on: behind a key of a partition. */
final class PageToken {
  static final PageToken FIRST = new PageToken(0, new byte[0]);

  private final int partition;
  private final byte[] key;

  PageToken(int partition, byte[] key) {
    this.partition = partition;
    this.key = key.clone();
  }

  /**
   * @throws IllegalArgumentException if the text was not given out by a listing of so many
   *     partitions
   */
  static PageToken parse(String text, int partitions) {
    int dot = text.indexOf('.');
    try {
      if (dot > 0) {
        int partition = Integer.parseInt(text, 0, dot, 10);
        if (partition >= 0 && partition < partitions) {
          return new PageToken(partition, HexFormat.of().parseHex(text.substring(dot + 1)));
        }
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(problem(text), e);
    }
    throw new IllegalArgumentException(problem(text));
  }

  private static String problem(String text) {
    return "not a place in a listing: \"" + text + "\"; use the next of the page before";
  }

  int partition() {
    return partition;
  }

  /** Empty for the beginning of the partition. */
  Optional<byte[]> key() {
    return key.length == 0 ? Optional.empty() : Optional.of(key.clone());
  }

  String toText() {
    return partition + "." + HexFormat.of().formatHex(key);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PageToken that
        && partition == that.partition
        && Arrays.equals(key, that.key);
  }

  @Override
  public int hashCode() {
    return 31 * partition + Arrays.hashCode(key);
  }
}
