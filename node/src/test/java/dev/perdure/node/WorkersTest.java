package dev.perdure.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The threads that run partitions. */
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
    Queue<String> order = new ConcurrentLinkedQueue<>();
    workers.submit(
        () -> {
          await(queued);
          workers.submit(() -> order.add("readied"));
        });
    workers.submit(() -> note(order, "waited", over));
    queued.countDown();
    workers.submit(() -> note(order, "last", over));
    await(over);
    workers.stop();
    assertThat(order).containsExactly("readied", "waited", "last");
  }

  private static void note(Queue<String> order, String what, CountDownLatch over) {
    order.add(what);
    over.countDown();
  }
}
