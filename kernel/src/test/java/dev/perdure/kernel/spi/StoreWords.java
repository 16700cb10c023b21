package dev.perdure.kernel.spi;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.kernel.spi.CommitOutcome.Committed;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The words in which the contract is written: keys and values are ASCII text. */
final class StoreWords {
  private StoreWords() {}

  static Batch batch(
      int partition,
      Epoch epoch,
      long batchNo,
      List<Write> writes,
      List<Batch.InboxSegment> inbox) {
    return new Batch(partition, epoch, batchNo, key("b" + batchNo), writes, inbox);
  }

  static void committed(Store store, Batch... group) {
    assertThat(store.commit(List.of(group))).isInstanceOf(Committed.class);
  }

  static byte[] key(String ascii) {
    return ascii.getBytes(US_ASCII);
  }

  static Write put(String key, String value) {
    return new Write.Put(key(key), key(value));
  }

  static Write delete(String key) {
    return new Write.Delete(key(key));
  }

  static Write deleteRange(String from, String to) {
    return new Write.DeleteRange(key(from), key(to));
  }

  static @Nullable String text(Store store, int partition, String key) {
    byte[] value = store.get(partition, key(key));
    return value == null ? null : new String(value, US_ASCII);
  }

  static long number(byte @Nullable [] value) {
    return value == null ? 0 : Long.parseLong(new String(value, US_ASCII));
  }

  static List<String> keys(Store store, int partition, String from, String to) {
    return entries(store, partition, key(from), key(to)).stream()
        .map(entry -> entry.substring(0, entry.indexOf('=')))
        .toList();
  }

  static List<String> entries(Store store, int partition, byte[] from, byte[] to) {
    try (Cursor cursor = store.scan(partition, from, to)) {
      return rest(cursor);
    }
  }

  /** What a cursor has yet to show. */
  static List<String> rest(Cursor cursor) {
    List<String> found = new ArrayList<>();
    while (cursor.next()) {
      found.add(new String(cursor.key(), US_ASCII) + "=" + new String(cursor.value(), US_ASCII));
    }
    return found;
  }
}
