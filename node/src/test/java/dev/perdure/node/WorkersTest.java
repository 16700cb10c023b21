package dev.perdure.node;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
final class WorkersTest {

  @Test
  void whatATaskSharesIsRunThoughTheTaskGoesOn() throws InterruptedException {
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
    over.await();
    workers.stop();
  }

  // more below

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
