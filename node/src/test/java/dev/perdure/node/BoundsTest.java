package dev.perdure.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.MachineRef;
import dev.perdure.OverloadedException;
import dev.perdure.RequestId;
import dev.perdure.UnavailableException;
import dev.perdure.node.Ledger.Add;
import dev.perdure.node.Ledger.Event;
import dev.perdure.node.Ledger.Hold;
import dev.perdure.node.Ledger.PassGate;
import dev.perdure.node.Ledger.Read;
import dev.perdure.node.Ledger.Release;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens at the bounds of a node: of room, and of time. */
@Timeout(60)
final class BoundsTest {
  private static final MachineRef<Event> ONE = Ledger.TYPE.ref("one");

  private final Ground ground = new Ground(1);

  private static RequestId id(String value) {
    return RequestId.of(value);
  }

  @Test
  void aFullPartitionPushesBackAndTakesAllInTheEnd() {
    CountDownLatch gate = new CountDownLatch(1);
    int sent = 1_000;
    try (Node node = ground.open(Ground.config().waitingEvents(10), Ledger.behind(gate))) {
      CompletableFuture<Void> blocking = node.client().sendAsync(id("gate"), ONE, new PassGate());
      List<CompletableFuture<Void>> all = new ArrayList<>();
      for (int i = 0; i < sent; i++) {
        all.add(node.client().sendAsync(id("r" + i), ONE, new Add(1)));
      }
      gate.countDown();
      blocking.join();
      int pushedBack = 0;
      for (int i = 0; i < sent; i++) {
        if (failedAsOverloaded(all.get(i))) pushedBack++;
        sendUntilTaken(node, id("r" + i));
      }
      assertThat(pushedBack).isPositive();
      assertThat(node.client().query(ONE, Long.class, Read::new).join()).isEqualTo(sent + 1);
    }
  }

  private static boolean failedAsOverloaded(CompletableFuture<Void> one) {
    return one.handle((_, failure) -> failure instanceof OverloadedException).join();
  }

  private static void sendUntilTaken(Node node, RequestId id) {
    while (true) {
      try {
        node.client().send(id, ONE, new Add(1));
        return;
      } catch (OverloadedException e) {
        assertThat(e.retryAfter()).isPositive();
      }
    }
  }

  @Test
  void aRequestWhoseTimeIsOverCanBeAskedAgain() {
    NodeConfig config = Ground.config().requestTimeout(Duration.ofMillis(20));
    try (Node node = ground.open(config, Ledger.definition())) {
      CompletableFuture<Long> held = node.client().ask(id("r1"), ONE, Long.class, Hold::new);
      assertThatThrownBy(held::join)
          .hasCauseInstanceOf(UnavailableException.class)
          .hasMessageContaining("no answer within PT0.02S");
    }
    try (Node node = ground.open(Ledger.definition())) {
      node.client().send(id("r2"), ONE, new Release());
      assertThat(node.client().ask(id("r1"), ONE, Long.class, Hold::new).join()).isEqualTo(0);
    }
  }

  @Test
  void closingWaitsOnlyAsLongAsItIsTold() {
    NodeConfig config = Ground.config().closeTimeout(Duration.ofMillis(20));
    CompletableFuture<Long> held;
    try (Node node = ground.open(config, Ledger.definition())) {
      held = node.client().ask(id("r1"), ONE, Long.class, Hold::new);
    }
    assertThatThrownBy(held::join)
        .hasCauseInstanceOf(UnavailableException.class)
        .hasMessageContaining("closing");
  }

  @Test
  void codeOfCallersRunsOnNoThreadThatCommitsOrSteps() {
    AtomicReference<String> thread = new AtomicReference<>("");
    try (Node node = ground.open(Ledger.definition())) {
      CompletableFuture<Void> sent = node.client().sendAsync(id("r0"), ONE, new Add(1));
      CompletableFuture<Void> seen =
          CompletableFuture.allOf(sent).thenRun(() -> thread.set(Thread.currentThread().getName()));
      seen.join();
      assertThat(thread.get()).doesNotContain("commits").doesNotContain("worker");
    }
  }

  @Test
  void codeOfCallersMayWaitForFurtherRequests() throws Exception {
    try (Node node = ground.open(Ledger.definition())) {
      List<CompletableFuture<Long>> all = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        RequestId second = id("s" + i);
        all.add(
            node.client()
                .sendAsync(id("r" + i), ONE, new Add(1))
                .thenApply(
                    _ -> {
                      node.client().sendAsync(second, ONE, new Add(1)).thenRun(() -> {}).join();
                      return node.client().query(ONE, Long.class, Read::new).join();
                    }));
      }
      for (CompletableFuture<Long> one : all) {
        assertThat(one.get(30, TimeUnit.SECONDS)).isPositive();
      }
    }
  }
}
