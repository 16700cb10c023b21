package dev.perdure.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.MachineRef;
import dev.perdure.OverloadedException;
import dev.perdure.RequestId;
import dev.perdure.UnavailableException;
import dev.perdure.node.Ledger.Add;
import dev.perdure.node.Ledger.Event;
import dev.perdure.node.Ledger.Hold;
import dev.perdure.node.Ledger.Pass;
import dev.perdure.node.Ledger.PassAndBlock;
import dev.perdure.node.Ledger.PassGate;
import dev.perdure.node.Ledger.Read;
import dev.perdure.node.Ledger.Release;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens at the bounds of a node: of room, and of time. */
@Timeout(180)
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
        Eventually.send(node.client(), id("r" + i), ONE, new Add(1));
      }
      assertThat(pushedBack).isPositive();
      assertThat(node.client().query(ONE, Long.class, Read::new).join()).isEqualTo(sent + 1);
    }
  }

  private static boolean failedAsOverloaded(CompletableFuture<?> one) {
    return one.handle(
            (_, failure) ->
                failure instanceof OverloadedException
                    || (failure instanceof CompletionException
                        && failure.getCause() instanceof OverloadedException))
        .join();
  }

  /** Occupies the machine's handler, and with it its partition, until the gate opens. */
  private static void block(Node node, CountDownLatch entered) {
    var _ = node.client().sendAsync(id("gate"), ONE, new PassGate());
    try {
      entered.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The caller is told at once, not when the handler comes to it. */
  @Test
  void requestsDoNotPileUpBeforeASlowHandler() {
    CountDownLatch gate = new CountDownLatch(1);
    CountDownLatch entered = new CountDownLatch(1);
    int bound = 100;
    try (Node node =
        ground.open(Ground.config().waitingEvents(bound), Ledger.behind(gate, entered))) {
      block(node, entered);
      List<CompletableFuture<Void>> all = new ArrayList<>();
      for (int i = 0; i < 10_000; i++) {
        all.add(node.client().sendAsync(id("r" + i), ONE, new Add(1)));
      }
      assertThat(all.subList(bound, all.size())).allMatch(BoundsTest::failedAsOverloaded);
      assertThat(all.subList(0, bound)).noneMatch(CompletableFuture::isDone);
      assertThat(failedAsOverloaded(node.operator().show(ONE))).isTrue();
      gate.countDown();
      all.subList(0, bound).forEach(CompletableFuture::join);
      Eventually.total(node, ONE, bound + 1);
    }
  }

  @Test
  void aRequestGivenUpBeforeItsTurnIsNotStepped() {
    CountDownLatch gate = new CountDownLatch(1);
    CountDownLatch entered = new CountDownLatch(1);
    try (Node node = ground.open(Ground.config(), Ledger.behind(gate, entered))) {
      block(node, entered);
      CompletableFuture<Void> given = node.client().sendAsync(id("r1"), ONE, new Add(10));
      given.completeExceptionally(new TimeoutException("as orTimeout does"));
      gate.countDown();
      node.client().send(id("r2"), ONE, new Add(100));
      Eventually.total(node, ONE, 101);
      node.client().send(id("r1"), ONE, new Add(10));
      Eventually.total(node, ONE, 111);
    }
  }

  /** Over HTTP a wait that is over is no giving up: the caller may come back. */
  @Test
  void aRequestByNameIsSteppedThoughNobodyWaitsAnyMore() {
    CountDownLatch gate = new CountDownLatch(1);
    CountDownLatch entered = new CountDownLatch(1);
    try (Node node = ground.open(Ground.config(), Ledger.behind(gate, entered))) {
      block(node, entered);
      byte[] ten = "{\"amount\":10}".getBytes(UTF_8);
      Optional<String> byKey = Optional.empty();
      node.ingress().send(id("r1"), "ledger", byKey, "one", "Add", ten).cancel(false);
      node.ingress().ask(id("r2"), "ledger", byKey, "one", "AddAndTell", ten).cancel(false);
      gate.countDown();
      Eventually.total(node, ONE, 21);
      node.ingress().send(id("r1"), "ledger", byKey, "one", "Add", ten).join();
      assertThat(node.ingress().ask(id("r2"), "ledger", byKey, "one", "AddAndTell", ten).join())
          .asString()
          .isEqualTo("21");
      Eventually.total(node, ONE, 21);
    }
  }

  @Test
  void requestsWithoutAnAnswerAreBounded() {
    try (Node node = ground.open(Ground.config().requestsInFlight(5), Ledger.definition())) {
      List<CompletableFuture<Long>> held = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        MachineRef<Event> holder = Ledger.TYPE.ref("holder" + i);
        held.add(node.client().ask(id("h" + i), holder, Long.class, Hold::new));
      }
      CompletableFuture<Void> sixth = node.client().sendAsync(id("r1"), ONE, new Add(1));
      assertThatThrownBy(sixth::join)
          .hasCauseInstanceOf(OverloadedException.class)
          .hasMessageContaining("requests-in-flight");
      held.forEach(one -> one.cancel(true));
      node.client().send(id("r1"), ONE, new Add(1));
      Eventually.total(node, ONE, 1);
    }
  }

  /** What machines send is never refused: where there is no room it waits in the inbox. */
  @Test
  void whatMachinesSendToABlockedPartitionIsBoundedInMemoryAndNotLost() {
    CountDownLatch gate = new CountDownLatch(1);
    CountDownLatch entered = new CountDownLatch(1);
    int bound = 10;
    try (RunningNode node =
        ground.open(Ground.config().waitingEvents(bound), Ledger.behind(gate, entered))) {
      MachineRef<Event> sender = apart(node);
      block(node, entered);
      for (int i = 0; i < 500; i++) {
        Eventually.send(node.client(), id("r" + i), sender, new Pass(ONE, 1));
      }
      assertThat(node.waiting(node.partitionOf(ONE))).isLessThanOrEqualTo(2 * bound);
      gate.countDown();
      Eventually.total(node, ONE, 501);
    }
  }

  /** However long a handler takes, what its turn made ready before is run by who is free. */
  @Test
  void noPartitionWaitsForTheHandlerOfAnother() {
    CountDownLatch gate = new CountDownLatch(1);
    try (Node node = ground.open(Ground.config(), Ledger.behind(gate))) {
      MachineRef<Event> other = apart(node);
      node.client().send(id("r1"), ONE, new PassAndBlock(other, 7));
      Eventually.total(node, other, 7);
      gate.countDown();
      Eventually.total(node, ONE, 1);
    }
  }

  /** A machine in another partition than {@link #ONE}. */
  private static MachineRef<Event> apart(Node node) {
    for (int i = 0; ; i++) {
      MachineRef<Event> other = Ledger.TYPE.ref("other" + i);
      if (node.partitionOf(other) != node.partitionOf(ONE)) return other;
    }
  }

  @Test
  void aRequestWhoseTimeIsOverCanBeAskedAgain() {
    HandTimers timers = new HandTimers();
    ground.around(real -> real.timers(timers));
    Duration timeout = Ground.config().requestTimeout();
    try (Node node = ground.open(Ledger.definition())) {
      CompletableFuture<Long> held = node.client().ask(id("r1"), ONE, Long.class, Hold::new);
      node.client().send(id("r2"), ONE, new Add(1)); // Comes after it: the first was stepped.
      timers.advance(timeout);
      assertThatThrownBy(held::join)
          .hasCauseInstanceOf(UnavailableException.class)
          .hasMessageContaining("no answer within " + timeout);
    }
    try (Node node = ground.open(Ledger.definition())) {
      node.client().send(id("r3"), ONE, new Release());
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
        assertThat(one.get(60, TimeUnit.SECONDS)).isPositive();
      }
    }
  }
}
