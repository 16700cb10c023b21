package dev.perdure.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.kernel.spi.Store;
import dev.perdure.kernel.spi.StoreException;
import dev.perdure.store.MemoryStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class OpeningAheadTest {
  private final List<MemoryStore> opened = new ArrayList<>();

  /** Called by one thread at a time: the second time when the first store was taken. */
  private Store next() {
    opened.add(new MemoryStore(1));
    return opened.getLast();
  }

  @Test
  void theFirstOpeningIsBegunAndTheLaterOnesAreAsUsual() {
    OpeningAhead ahead = new OpeningAhead(this::next);
    assertThat(ahead.open()).isSameAs(opened.getFirst());
    assertThat(opened).hasSize(1);
    assertThat(ahead.open()).isSameAs(opened.getLast());
    assertThat(opened).hasSize(2);
  }

  @Test
  void aFailureIsThatOfTheOpening() {
    var refused = new StoreException("in use");
    OpeningAhead ahead =
        new OpeningAhead(
            () -> {
              throw refused;
            });
    assertThatThrownBy(ahead::open).isSameAs(refused);
    assertThatThrownBy(ahead::open).isSameAs(refused);
  }

  @Test
  void anErrorOfTheOpeningStaysOne() {
    var missing = new UnsatisfiedLinkError("no library");
    OpeningAhead ahead =
        new OpeningAhead(
            () -> {
              throw missing;
            });
    assertThatThrownBy(ahead::open).isSameAs(missing);
  }

  @Test
  void aStoreThatNobodyTakesIsClosed() {
    OpeningAhead ahead = new OpeningAhead(this::next);
    ahead.drop();
    assertThat(opened).hasSize(1);
    assertThatThrownBy(() -> opened.getFirst().acquire(0))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aStoreThatIsTakenStaysOpen() {
    OpeningAhead ahead = new OpeningAhead(this::next);
    Store taken = ahead.open();
    ahead.drop();
    assertThat(taken.acquire(0).value()).isEqualTo(1);
  }

  @Test
  void aFailureThatNobodyAsksForIsForgotten() {
    OpeningAhead ahead =
        new OpeningAhead(
            () -> {
              throw new StoreException("in use");
            });
    ahead.drop();
    assertThatThrownBy(ahead::open).isInstanceOf(StoreException.class);
  }

  @Test
  void anInterruptIsKeptForLater() {
    CountDownLatch go = new CountDownLatch(1);
    OpeningAhead ahead =
        new OpeningAhead(
            () -> {
              awaitQuietly(go);
              return next();
            });
    Thread.currentThread().interrupt();
    Thread.ofPlatform().start(go::countDown);
    assertThat(ahead.open()).isSameAs(opened.getFirst());
    assertThat(Thread.interrupted()).isTrue();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
