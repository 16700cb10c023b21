package dev.perdure.server;

import static dev.perdure.server.EventRoutesTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.Definition;
import dev.perdure.MachineType;
import dev.perdure.server.Served.Got;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OverloadTest {
  private static final int REQUESTS = 20;

  @Test
  void aFullPartitionPushesBackAndTakesTheRequestLater(@TempDir Path dir) {
    CountDownLatch open = new CountDownLatch(1);
    Definition<?, Gate.Pass> gates =
        Definition.of(
            MachineType.of("gate", Gate.Pass.class), Gate.Count.class, () -> new Gate(open));
    Executor threads = task -> Thread.ofVirtual().start(task);
    try (Served served =
        Served.with(dir, c -> c.partitions(1).waitingEvents(1), HttpConfig.loopback(), gates)) {
      List<CompletableFuture<Got>> all =
          IntStream.range(0, REQUESTS)
              .mapToObj(i -> CompletableFuture.supplyAsync(() -> pass(served, i), threads))
              .toList();
      long until = System.nanoTime() + Served.HANG.toNanos();
      // Those that came in before the machine stood still may have their answers already.
      while (served.http.waiting() + all.stream().filter(CompletableFuture::isDone).count()
          < REQUESTS) {
        assertThat(System.nanoTime()).as("all wait in time").isLessThan(until);
      }
      open.countDown();
      List<Got> answers = all.stream().map(CompletableFuture::join).toList();
      assertThat(answers)
          .anySatisfy(
              got -> {
                assertProblem(got, 429, "overloaded");
                assertThat(got.header("Retry-After")).isEqualTo("1");
                assertThat(got.json().get("retryAfterMillis").asLong()).isPositive();
              });
      for (int i = 0; i < REQUESTS; i++) {
        while (pass(served, i).status() != 202) {
          assertThat(System.nanoTime()).as("taken in time").isLessThan(until);
        }
      }
      while (passed(served) < REQUESTS) {
        assertThat(System.nanoTime()).as("stepped in time").isLessThan(until);
      }
      assertThat(passed(served)).isEqualTo(REQUESTS);
    }
  }

  private static Got pass(Served served, int i) {
    return served.post("/v1/machines/gate/g/events/Pass", "pass-" + i, "");
  }

  private static long passed(Served served) {
    return served.get("/v1/machines/gate/g").json().get("state").get("passed").asLong();
  }
}
