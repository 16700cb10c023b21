package dev.perdure.benchmarks;

import dev.perdure.Client;
import dev.perdure.RequestId;
import dev.perdure.benchmarks.machines.Counter;
import dev.perdure.node.Node;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** What was added to each of some counters, as far as it was acknowledged. */
final class Additions {
  private final AtomicIntegerArray sums;

  Additions(int machines) {
    sums = new AtomicIntegerArray(machines);
  }

  /** A client that adds 1 to a random one. */
  ClosedLoop.Requester<Long> requester(Client client, long seed) {
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

  /** Whether each counter that is asked has exactly what was added to it. */
  boolean areExactly(Node node) throws InterruptedException {
    AtomicBoolean exact = new AtomicBoolean(true);
    InFlight.forAll(
        0,
        sums.length(),
        i ->
            node.client()
                .query(Counter.ref(i), Long.class, Counter.ReadSum::new)
                .thenAccept(
                    sum -> {
                      if (sum != sums.get((int) i)) exact.set(false);
                    }));
    return exact.get();
  }
}
