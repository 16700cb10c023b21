package dev.perdure.node;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The threads that run partitions, partly under interleavings that Lincheck chooses. */
@Timeout(180)
final class WorkersTest {

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatATaskSharesIsRunThoughTheTaskGoesOn() {
    Workers workers = new Workers("test", 2);
    CountDownLatch run = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    workers.submit(
        () -> {
          workers.submit(run::countDown);
          workers.share();
          await(run);
          over.countDown();
        });
    await(over);
    workers.stop();
  }

  @Test
  void whatATaskReadiedLastIsRunBeforeWhatWaits() {
    Workers workers = new Workers("test", 1);
    CountDownLatch queued = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(2);
    StringBuffer order = new StringBuffer();
    workers.submit(
        () -> {
          await(queued);
          workers.submit(() -> order.append("readied "));
        });
    workers.submit(() -> note(order, "waited", over));
    queued.countDown();
    workers.submit(() -> note(order, "last", over));
    await(over);
    workers.stop();
    org.assertj.core.api.Assertions.assertThat(order).hasToString("readied waited last ");
  }

  private static void note(StringBuffer order, String what, CountDownLatch over) {
    order.append(what).append(' ');
    over.countDown();
  }

  /** One task readies another and goes on, until that one has run. */
  private static void oneWaitsForAnother(Supplier<Parking> parkings) {
    Workers workers = new Workers("test", 2, parkings);
    CountDownLatch readied = new CountDownLatch(1);
    CountDownLatch left = new CountDownLatch(3);
    Interleaved.inThreads(
        () ->
            workers.submit(
                () -> {
                  workers.submit(
                      () -> {
                        readied.countDown();
                        left.countDown();
                      });
                  workers.share();
                  await(readied);
                  left.countDown();
                }),
        () -> workers.submit(left::countDown));
    await(left);
    workers.stop();
    try {
      workers.awaitEnd();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void noTaskIsLeftLying() {
    Interleaved.run(() -> oneWaitsForAnother(Parking::new));
  }

  /** Planted: it looks for something to do first, and sets the flag then. */
  private static final class HastyParking extends Parking {
    @Override
    void park(BooleanSupplier idle) {
      if (idle.getAsBoolean()) super.park(() -> true);
    }
  }

  @Test
  void goingToSleepWithoutLookingOnceMoreIsCaught() {
    assertThatThrownBy(() -> Interleaved.run(() -> oneWaitsForAnother(HastyParking::new)))
        .isInstanceOf(LincheckAssertionError.class);
  }
}
