package dev.perdure.kernel.spi;

import static dev.perdure.kernel.spi.StoreWords.deleteRange;
import static dev.perdure.kernel.spi.StoreWords.entries;
import static dev.perdure.kernel.spi.StoreWords.key;
import static dev.perdure.kernel.spi.StoreWords.put;
import static dev.perdure.kernel.spi.StoreWords.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is loaded beside the commits is there when the call returns, and is removed by commits. */
public interface LoadContract extends StoreUnderTest {
  @Test
  default void whatIsLoadedIsReadBack() {
    try (Store store = create()) {
      Owner owner = new Owner(store, 1);
      owner.commit(put("s1", "one"));
      store.load(1, loaded(0, 100, "a"));
      owner.commit(put("s2", "two"));
      assertThat(text(store, 1, "x00042")).isEqualTo("a42");
      assertThat(store.multiGet(1, List.of(key("x00000"), key("s2"), key("x00100"))))
          .containsExactly(key("a0"), key("two"), null);
      assertThat(entries(store, 1, key("x00098"), key("y")))
          .containsExactly("x00098=a98", "x00099=a99");
      assertThat(store.get(0, key("x00042"))).isNull();
      assertThat(store.head(1).batchNo()).isEqualTo(2);
    }
  }

  @Test
  default void whatIsLoadedLaterWins() {
    try (Store store = create()) {
      store.load(0, loaded(0, 50, "a"));
      store.load(0, loaded(25, 75, "b"));
      store.load(0, List.of());
      assertThat(text(store, 0, "x00024")).isEqualTo("a24");
      assertThat(text(store, 0, "x00025")).isEqualTo("b25");
      assertThat(entries(store, 0, key("x"), key("y"))).hasSize(75);
    }
  }

  @Test
  default void aCommitRemovesWhatWasLoadedBeforeAndNotWhatIsLoadedAfter() {
    try (Store store = create()) {
      Owner owner = new Owner(store, 0);
      store.load(0, loaded(0, 100, "a"));
      owner.commit(deleteRange("x00010", "x00090"));
      assertThat(entries(store, 0, key("x"), key("y"))).hasSize(20);
      assertThat(store.get(0, key("x00050"))).isNull();
      store.load(0, loaded(50, 51, "b"));
      assertThat(text(store, 0, "x00050")).isEqualTo("b50");
    }
  }

  @Test
  default void entriesOutOfOrderOrOfTwoSpacesAreRefused() {
    try (Store store = create()) {
      for (String second : List.of("x1", "x0", "y1")) {
        List<Write.Put> wrong = List.of(entry("x1", "a"), entry(second, "b"));
        assertThatThrownBy(() -> store.load(0, wrong)).isInstanceOf(IllegalArgumentException.class);
      }
      assertThat(entries(store, 0, key("x"), key("y"))).isEmpty();
    }
  }

  /** Each thread loads for a partition of its own, and looks at once for what it loaded. */
  @Test
  default void loadsGoOnBesideCommits() throws InterruptedException {
    try (Store store = create()) {
      AtomicInteger missing = new AtomicInteger();
      List<Thread> threads = new ArrayList<>();
      for (int partition = 1; partition < PARTITIONS; partition++) {
        int own = partition;
        Runnable loading =
            () -> {
              for (int run = 0; run < 10; run++) {
                store.load(own, loaded(20 * run, 20 * run + 20, "p" + own + "-"));
                String last = "x" + number(20 * run + 19);
                String expected = "p" + own + "-" + (20 * run + 19);
                missing.addAndGet(expected.equals(text(store, own, last)) ? 0 : 1);
              }
            };
        threads.add(Thread.ofPlatform().start(loading));
      }
      Owner owner = new Owner(store, 0);
      for (int i = 0; i < 50; i++) {
        owner.commit(put("s" + i, "v"));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(missing.get()).isZero();
      assertThat(entries(store, 0, key("s"), key("t"))).hasSize(50);
      for (int partition = 1; partition < PARTITIONS; partition++) {
        assertThat(entries(store, partition, key("x"), key("y"))).hasSize(200);
      }
    }
  }

  /** Entries of the numbers from {@code from} to before {@code to}. */
  static List<Write.Put> loaded(int from, int to, String value) {
    List<Write.Put> entries = new ArrayList<>();
    for (int i = from; i < to; i++) {
      entries.add(entry("x" + number(i), value + i));
    }
    return entries;
  }

  private static Write.Put entry(String key, String value) {
    return new Write.Put(key(key), key(value));
  }

  private static String number(int i) {
    return String.format(Locale.ROOT, "%05d", i);
  }
}
