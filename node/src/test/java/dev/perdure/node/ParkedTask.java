package dev.perdure.node;

import dev.perdure.Part;
import dev.perdure.RequestId;
import dev.perdure.RetryPolicy;
import dev.perdure.node.Glass.Content;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Very many machines whose event fails, waits for its next attempts, and is parked. */
final class ParkedTask implements SizeMain.Task {
  private static final Duration PAUSE = Duration.ofHours(1);
  private static final int ATTEMPTS = 2;

  @Override
  public void run(SizeBench bench) throws InterruptedException {
    AtomicBoolean broken = new AtomicBoolean(true);
    Count tried = new Count();
    Part[] parts = {
      Glass.brokenWhile(
          () -> {
            tried.add();
            return broken.get();
          },
          new RetryPolicy(ATTEMPTS, PAUSE, PAUSE))
    };
    long machines = bench.count();
    try (RunningNode node = bench.open(parts)) {
      for (int number : List.of(0, 1)) {
        bench.forAll(
            machines,
            i ->
                node.client()
                    .sendAsync(
                        RequestId.of("fill-" + number + "-" + i),
                        Glass.ref(i),
                        new Glass.Fill(number)));
      }
      bench.found("tried-once", tried.done());
    }
    for (int attempt = 2; attempt <= ATTEMPTS; attempt++) {
      try (RunningNode node = bench.open(parts)) {
        bench.clock.move(PAUSE);
        bench.forAll(1_000, i -> node.operator().show(Glass.ref(i)));
        tried.await(machines * attempt);
      }
    }
    try (RunningNode node = bench.open(parts)) {
      bench.found("tried", tried.done());
      bench.found("parked", parked(node));
      broken.set(false);
      bench.forAll(machines, i -> node.operator().retry(Glass.ref(i)));
      Count right = new Count();
      Content whole = new Content(List.of(0, 1));
      bench.forAll(
          machines,
          i ->
              node.client()
                  .query(Glass.ref(i), Content.class, Glass.Read::new)
                  .thenAccept(
                      content -> {
                        if (content.equals(whole)) right.add();
                      }));
      bench.found("right", right.done());
      bench.found("still-parked", parked(node));
    }
  }

  private static long parked(Node node) {
    long parked = 0;
    Optional<String> after = Optional.empty();
    do {
      var page = node.operator().parked(after, 1_000);
      parked += page.items().size();
      after = page.next();
    } while (after.isPresent());
    return parked;
  }
}
