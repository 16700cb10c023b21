package dev.perdure.benchmarks.load;

import dev.perdure.benchmarks.measure.Meter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntFunction;

/**
 * Clients that each make a request, wait for its answer and make the next. The first failure ends
 * all.
 *
 * @param <R> the answers
 */
public final class ClosedLoop<R> {
  /** How clients wait. */
  public enum Kind {
    /** Each is a thread of the operating system. */
    PLATFORM_THREAD,
    VIRTUAL_THREAD,
    /** None is a thread: the answer makes the next request. */
    CALLBACK
  }

  /** One client; used by one thread at a time. */
  public interface Requester<R> {
    /** Makes a request. */
    CompletableFuture<R> ask();

    /** Hears of the answer to the last request. */
    void answered(R answer);
  }

  private final int clients;
  private final Kind kind;
  private final IntFunction<? extends Requester<R>> requesters;
  private final CountDownLatch done;
  private final LongAdder acknowledged = new LongAdder();
  private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private volatile boolean over;

  /**
   * Clients that have not begun.
   *
   * @param requesters by the number of the client
   */
  public ClosedLoop(int clients, Kind kind, IntFunction<? extends Requester<R>> requesters) {
    if (clients < 1) {
      throw new IllegalArgumentException("clients must be >= 1: " + clients);
    }
    this.clients = clients;
    this.kind = kind;
    this.requesters = requesters;
    done = new CountDownLatch(clients);
  }

  /**
   * Warms up, measures, ends the clients and waits for their last answers. To be called once.
   *
   * @return whether every request was answered
   */
  public boolean run(Meter meter) throws InterruptedException {
    meter.phase("warming up");
    for (int i = 0; i < clients; i++) {
      start(requesters.apply(i), meter);
    }
    Thread.sleep(meter.warmUp());
    meter.begin();
    long before = acknowledged.sum();
    Thread.sleep(meter.length());
    meter.end(acknowledged.sum() - before);
    over = true;
    done.await();
    failures.stream().limit(1).forEach(failure -> System.err.println("failed: " + failure));
    return failures.isEmpty();
  }

  private void start(Requester<R> client, Meter meter) {
    switch (kind) {
      case PLATFORM_THREAD ->
          Thread.ofPlatform().name("client").start(() -> keepAsking(client, meter));
      case VIRTUAL_THREAD ->
          Thread.ofVirtual().name("client").start(() -> keepAsking(client, meter));
      case CALLBACK -> next(client, meter);
    }
  }

  private void keepAsking(Requester<R> client, Meter meter) {
    while (!over) {
      long start = System.nanoTime();
      try {
        answered(client, client.ask().join(), start, meter);
      } catch (CompletionException e) {
        failed(e);
      }
    }
    done.countDown();
  }

  private void next(Requester<R> client, Meter meter) {
    if (over) {
      done.countDown();
      return;
    }
    long start = System.nanoTime();
    var _ =
        client
            .ask()
            .whenComplete(
                (answer, failure) -> {
                  if (failure == null) {
                    answered(client, answer, start, meter);
                  } else {
                    failed(failure);
                  }
                  next(client, meter);
                });
  }

  private void answered(Requester<R> client, R answer, long start, Meter meter) {
    meter.took(System.nanoTime() - start);
    client.answered(answer);
    acknowledged.increment();
  }

  private void failed(Throwable failure) {
    failures.add(failure);
    over = true;
  }
}
