package dev.perdure.benchmarks.load;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Requests that are not measured, some at a time. */
public final class InFlight {
  private static final int MOST = 1_024;

  private InFlight() {}

  /**
   * Makes one for each number, and waits for all.
   *
   * @throws IllegalStateException if one fails
   */
  public static <R extends @Nullable Object> void forAll(
      long from, long to, LongFunction<CompletableFuture<R>> request) throws InterruptedException {
    Semaphore places = new Semaphore(MOST);
    AtomicReference<@Nullable Throwable> failed = new AtomicReference<>();
    for (long i = from; i < to && failed.get() == null; i++) {
      places.acquire();
      long number = i;
      var _ =
          Insisting.on(() -> request.apply(number))
              .whenComplete(
                  (_, failure) -> {
                    if (failure != null) failed.compareAndSet(null, failure);
                    places.release();
                  });
    }
    places.acquire(MOST);
    Throwable failure = failed.get();
    if (failure != null) throw new IllegalStateException("a request failed", failure);
  }
}
