package dev.perdure.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.MachineRef;
import dev.perdure.RequestId;
import dev.perdure.node.Ledger.Do;
import dev.perdure.node.Ledger.Event;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ClosingTest {
  private static final MachineRef<Event> ONE = Ledger.TYPE.ref("one");

  private final Ground ground = new Ground(1);

  /** Its step is the last that is committed; who runs activities has let go of them by then. */
  @Test
  void aCallThatIsCommittedWhileTheNodeClosesIsRunByTheNext() {
    List<String> ran = new CopyOnWriteArrayList<>();
    var begun = new CompletableFuture<Void>();
    CountDownLatch held = new CountDownLatch(1);
    Node closing =
        ground.open(
            Ground.config().closeTimeout(Duration.ofMillis(1)),
            Ledger.definition(),
            Ledger.WORK.with(
                (request, attempt) -> {
                  ran.add(request);
                  begun.complete(null);
                  try {
                    return new CompletableFuture<String>().get(); // Until it is let go of.
                  } finally {
                    held.countDown();
                  }
                }));
    try (closing) {
      var first =
          closing.client().ask(RequestId.of("r1"), ONE, String.class, to -> new Do("1", to));
      begun.join();
      ground.held = held;
      var second =
          closing.client().ask(RequestId.of("r2"), ONE, String.class, to -> new Do("2", to));
      assertThat(List.of(first, second)).noneMatch(CompletableFuture::isDone);
    }
    assertThat(ran).containsExactly("1");
    try (Node next =
        ground.open(
            Ledger.definition(),
            Ledger.WORK.with(
                (request, attempt) -> {
                  ran.add(request);
                  return request;
                }))) {
      for (String work : List.of("1", "2")) {
        assertThat(
                next.client()
                    .ask(RequestId.of("r" + work), ONE, String.class, to -> new Do(work, to))
                    .join())
            .isEqualTo(work);
      }
    }
    assertThat(ran).hasSize(3).startsWith("1").containsOnlyOnce("2");
  }
}
