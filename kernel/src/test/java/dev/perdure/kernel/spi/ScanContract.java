package dev.perdure.kernel.spi;

import static dev.perdure.kernel.spi.StoreWords.delete;
import static dev.perdure.kernel.spi.StoreWords.deleteRange;
import static dev.perdure.kernel.spi.StoreWords.key;
import static dev.perdure.kernel.spi.StoreWords.keys;
import static dev.perdure.kernel.spi.StoreWords.put;
import static dev.perdure.kernel.spi.StoreWords.rest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Keys, values and scans; and the end. */
public interface ScanContract extends StoreUnderTest {
  @Test
  default void keysOrderAsUnsignedBytes() {
    try (Store store = create()) {
      Owner owner = new Owner(store, 0);
      List<Write> writes = new ArrayList<>();
      List<byte[]> expected = new ArrayList<>();
      expected.add(new byte[] {'s'});
      for (int b = 0; b < 256; b++) {
        expected.add(new byte[] {'s', (byte) b});
        expected.add(new byte[] {'s', (byte) b, 0});
        expected.add(new byte[] {'s', (byte) b, (byte) 0xFF});
      }
      List<byte[]> shuffled = new ArrayList<>(expected);
      Collections.shuffle(shuffled, new Random(1));
      shuffled.forEach(key -> writes.add(new Write.Put(key, key)));
      writes.add(put("r", "before"));
      writes.add(put("t", "after"));
      owner.commit(writes, List.of());
      List<byte[]> found = new ArrayList<>();
      try (Cursor cursor = store.scan(0, key("s"), key("t"))) {
        while (cursor.next()) {
          assertThat(cursor.value()).isEqualTo(cursor.key());
          found.add(cursor.key());
        }
      }
      assertThat(found).containsExactlyElementsOf(expected);
      expected.forEach(key -> assertThat(store.get(0, key)).isEqualTo(key));
    }
  }

  @Test
  default void anEmptyValueIsNotAMissingOne() {
    try (Store store = create()) {
      Owner owner = new Owner(store, 0);
      owner.commit(put("s1", ""), put("s2", "x"));
      assertThat(store.get(0, key("s1"))).isEmpty();
      List<byte @Nullable []> values = store.multiGet(0, List.of(key("s1"), key("s0")));
      assertThat(values.get(0)).isEmpty();
      assertThat(values.get(1)).isNull();
      assertThat(keys(store, 0, "s", "t")).containsExactly("s1", "s2");
    }
  }

  @Test
  default void valuesOfSixteenMebibytesAreKept() {
    try (Store store = create()) {
      byte[] big = new byte[16 << 20];
      new Random(7).nextBytes(big);
      Owner owner = new Owner(store, 0);
      owner.commit(
          List.of(new Write.Put(key("s"), big)),
          List.of(new Batch.InboxSegment(1, key("i1"), big)));
      assertThat(Arrays.equals(store.get(0, key("s")), big)).isTrue();
      assertThat(Arrays.equals(store.get(1, key("i1")), big)).isTrue();
    }
  }

  @Test
  default void aScanShowsWhatWasCommittedWhenItBegan() {
    try (Store store = create()) {
      Owner owner = new Owner(store, 0);
      owner.commit(put("s1", "a"), put("s2", "b"), put("s3", "c"));
      try (Cursor started = store.scan(0, key("s"), key("t"));
          Cursor untouched = store.scan(0, key("s"), key("t"))) {
        assertThat(started.next()).isTrue();
        owner.commit(put("s0", "new"), put("s2", "changed"), delete("s3"), put("s4", "new"));
        owner.commit(deleteRange("s", "t"));
        assertThat(rest(started)).containsExactly("s2=b", "s3=c");
        assertThat(rest(untouched)).containsExactly("s1=a", "s2=b", "s3=c");
      }
      assertThat(keys(store, 0, "s", "t")).isEmpty();
    }
  }

  @Test
  default void aCursorMayBeClosedTwiceAndAtAnyTime() {
    try (Store store = create()) {
      Owner owner = new Owner(store, 0);
      owner.commit(put("s1", "a"), put("s2", "b"));
      Cursor cursor = store.scan(0, key("s"), key("t"));
      assertThat(cursor.next()).isTrue();
      cursor.close();
      cursor.close();
      Cursor unused = store.scan(0, key("s"), key("t"));
      unused.close();
      Cursor ended = store.scan(0, key("s1"), key("s2"));
      assertThat(ended.next()).isTrue();
      assertThat(ended.next()).isFalse();
      assertThat(ended.next()).isFalse();
      ended.close();
      Cursor leftOpen = store.scan(0, key("s"), key("t"));
      assertThat(leftOpen.next()).isTrue();
    }
  }

  @Test
  default void aClosedStoreIsClosed() {
    Store store = create();
    store.close();
    store.close();
    assertThatThrownBy(() -> store.get(0, key("s"))).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> store.commit(List.of())).isInstanceOf(IllegalStateException.class);
  }
}
