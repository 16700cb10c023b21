package dev.perdure.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.MachineRef;
import dev.perdure.RequestId;
import dev.perdure.UnavailableException;
import dev.perdure.node.Ground.Commits;
import dev.perdure.node.Ledger.Add;
import dev.perdure.node.Ledger.AddAndTell;
import dev.perdure.node.Ledger.Do;
import dev.perdure.node.Ledger.Event;
import dev.perdure.node.Ledger.Hold;
import dev.perdure.node.Ledger.Read;
import dev.perdure.node.Ledger.Release;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(180)
final class SupervisorTest {
  private static final MachineRef<Event> ONE = Ledger.TYPE.ref("one");

  private final Ground ground = new Ground(1);

  private static RequestId id(String value) {
    return RequestId.of(value);
  }

  @ParameterizedTest
  @EnumSource(names = {"LOST", "WRITTEN_UNKNOWN", "FENCED"})
  void aFailedCommitEndsTheServiceAndARetryIsSteppedOnce(Commits failing) {
    try (Node node = ground.open(Ledger.definition(), Ground.echo())) {
      node.client().send(id("r1"), ONE, new Add(1));
      ground.commits = failing;
      ground.refusals.set(1_000_000);
      assertThatThrownBy(() -> node.client().send(id("r2"), ONE, new Add(10)))
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("same request id");
      assertThat(node.operator().statistics().outage()).isPresent();
      assertThatThrownBy(() -> node.client().send(id("r3"), ONE, new Add(100)))
          .isInstanceOf(UnavailableException.class);
      ground.commits = Commits.DONE;
      ground.refusals.set(0);
      Eventually.send(node.client(), id("r2"), ONE, new Add(10));
      Eventually.send(node.client(), id("r3"), ONE, new Add(100));
      assertThat(node.operator().statistics().outage()).isEmpty();
      assertThat(node.client().query(ONE, Long.class, Read::new).join()).isEqualTo(111);
    }
  }

  @Test
  void itTriesToOpenUntilItCan() throws InterruptedException {
    try (Node node = ground.open(Ledger.definition(), Ground.echo())) {
      ground.refusals.set(2);
      ground.refused = new CountDownLatch(2);
      ground.commits = Commits.LOST;
      assertThatThrownBy(() -> node.client().send(id("r1"), ONE, new Add(1)))
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("the disk is full");
      ground.commits = Commits.DONE;
      ground.refused.await();
      Eventually.send(node.client(), id("r1"), ONE, new Add(1));
      assertThat(node.client().query(ONE, Long.class, Read::new).join()).isEqualTo(1);
    }
  }

  @Test
  void whyItCannotBeOpenedAgainIsTold() throws InterruptedException {
    try (Node node = ground.open(Ledger.definition(), Ground.echo())) {
      ground.refusals.set(1_000_000);
      ground.refused = new CountDownLatch(2); // At the second, the first has been told.
      ground.commits = Commits.LOST;
      assertThatThrownBy(() -> node.client().send(id("r1"), ONE, new Add(1)))
          .isInstanceOf(UnavailableException.class);
      ground.refused.await();
      assertThat(node.operator().statistics().outage())
          .hasValue("the disk is full; cannot be opened again: no room yet");
      assertThatThrownBy(() -> node.client().send(id("r1"), ONE, new Add(1)))
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("no room yet");
    }
  }

  @Test
  void anErrorInTheOpeningIsNotTheEndOfTrying() throws InterruptedException {
    try (Node node = ground.open(Ledger.definition(), Ground.echo())) {
      ground.refusal = () -> new OutOfMemoryError("unable to create native thread");
      ground.refusals.set(2);
      ground.refused = new CountDownLatch(2);
      ground.commits = Commits.LOST;
      assertThatThrownBy(() -> node.client().send(id("r1"), ONE, new Add(1)))
          .isInstanceOf(UnavailableException.class);
      ground.refused.await();
      ground.commits = Commits.DONE;
      Eventually.send(node.client(), id("r1"), ONE, new Add(1));
      assertThat(node.operator().statistics().outage()).isEmpty();
    }
  }

  /** Whenever in its coming and going the node is closed. */
  @Test
  void noStoreIsLeftOpenByANodeThatIsClosed() {
    for (int i = 0; i < 50; i++) {
      ground.commits = Commits.DONE;
      Node node = ground.open(Ledger.definition(), Ground.echo());
      ground.commits = Commits.LOST;
      var _ = node.client().sendAsync(id("r" + i), ONE, new Add(1));
      for (int wait = 0; wait < 200 * i; wait++) {
        Thread.onSpinWait();
      }
      node.close();
      assertThat(ground.open).as("round " + i).hasValue(0);
    }
  }

  @Test
  void whoWaitsForALaterAnswerIsToldToo() {
    try (Node node = ground.open(Ledger.definition(), Ground.echo())) {
      CompletableFuture<Long> held = node.client().ask(id("r1"), ONE, Long.class, Hold::new);
      node.client().send(id("r2"), ONE, new Add(0)); // Behind the first, which is durable now.
      ground.commits = Commits.LOST;
      assertThatThrownBy(() -> node.client().send(id("r3"), ONE, new Add(1)))
          .isInstanceOf(UnavailableException.class);
      assertThatThrownBy(held::join).hasCauseInstanceOf(UnavailableException.class);
      ground.commits = Commits.DONE;
      Eventually.send(node.client(), id("r4"), ONE, new Release());
      assertThat(node.client().ask(id("r1"), ONE, Long.class, Hold::new).join()).isEqualTo(0);
    }
  }

  @Test
  void anActivityCutLooseIsRunAgainUnderTheSameKey() {
    AtomicInteger runs = new AtomicInteger();
    var firstKey = new CompletableFuture<String>();
    try (Node node =
        ground.open(
            Ledger.definition(),
            Ledger.WORK.with(
                (request, attempt) -> {
                  if (runs.incrementAndGet() == 1) {
                    firstKey.complete(attempt.idempotencyKey());
                    return new CompletableFuture<String>().get(); // Until it is interrupted.
                  }
                  return attempt.idempotencyKey();
                }))) {
      CompletableFuture<String> first =
          node.client().ask(id("r1"), ONE, String.class, to -> new Do("it", to));
      firstKey.join();
      ground.commits = Commits.LOST;
      assertThatThrownBy(() -> node.client().send(id("r2"), ONE, new Add(1)))
          .isInstanceOf(UnavailableException.class);
      assertThatThrownBy(first::join).hasCauseInstanceOf(UnavailableException.class);
      ground.commits = Commits.DONE;
      Eventually.send(node.client(), id("r2"), ONE, new Add(1));
      assertThat(node.client().ask(id("r1"), ONE, String.class, to -> new Do("it", to)).join())
          .isEqualTo(firstKey.join());
      assertThat(runs).hasValue(2);
    }
  }

  @Test
  void aNodeThatWasLeftIsShutOutByTheNext() {
    Node left = ground.open(Ledger.definition(), Ground.echo());
    left.client().send(id("r1"), ONE, new Add(1));
    ground.refusals.set(0);
    try (Node next = ground.open(Ledger.definition(), Ground.echo())) {
      next.client().send(id("r2"), ONE, new Add(10));
      ground.refusals.set(1_000_000); // So that the first does not take the store back.
      assertThatThrownBy(() -> left.client().send(id("r3"), ONE, new Add(100)))
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("another owner");
      assertThat(next.client().ask(id("r4"), ONE, Long.class, to -> new AddAndTell(0, to)).join())
          .isEqualTo(11);
      left.close();
    }
  }
}
