package dev.perdure.benchmarks.load;

import dev.perdure.Client;
import dev.perdure.RequestId;
import dev.perdure.benchmarks.machines.Counter;
import dev.perdure.node.Node;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/** What was added to each of some counters, as far as it was acknowledged. */
public final class Additions {
  private static final int MOST_UNTOUCHED = 1_000_000;

  private final AtomicIntegerArray sums;

  public Additions(int machines) {
    sums = new AtomicIntegerArray(machines);
  }

  /** A client that adds 1 to a random one. */
  public ClosedLoop.Requester<Long> requester(Client client, long seed) {
    return new ClosedLoop.Requester<>() {
      private final SplittableRandom random = new SplittableRandom(seed);
      private int last;

      @Override
      public CompletableFuture<Long> ask() {
        last = random.nextInt(sums.length());
        RequestId id = RequestId.of(Long.toString(random.nextLong(), 36));
        return client.ask(id, Counter.ref(last), Long.class, to -> new Counter.Add(1, to));
      }

      @Override
      public void answered(Long answer) {
        sums.incrementAndGet(last);
      }
    };
  }

  /**
   * Whether each counter has exactly what was added to it. Of more than a million those are asked
   * to which something was added, and a million others evenly among them.
   */
  public boolean areExactly(Node node) throws InterruptedException {
    int oneOf = Math.ceilDiv(sums.length(), MOST_UNTOUCHED);
    AtomicBoolean exact = new AtomicBoolean(true);
    InFlight.<@Nullable Void>forAll(
        0,
        sums.length(),
        i -> {
          int expected = sums.get((int) i);
          if (expected == 0 && i % oneOf != 0) return CompletableFuture.completedFuture(null);
          return node.client()
              .query(Counter.ref(i), Long.class, Counter.ReadSum::new)
              .thenAccept(
                  sum -> {
                    if (sum != expected) exact.set(false);
                  });
        });
    return exact.get();
  }
}
