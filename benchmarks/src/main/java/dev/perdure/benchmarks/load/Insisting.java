package dev.perdure.benchmarks.load;

import dev.perdure.OverloadedException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Requests that are made again, under the same id, as often as they are pushed back. */
public final class Insisting {
  /** Less than a node asks for: a bound that is reached all the time is free now and then. */
  private static final Executor LATER = CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS);

  private Insisting() {}

  /** The answer, or whatever else than being pushed back becomes of it. */
  public static <R extends @Nullable Object> CompletableFuture<R> on(
      Supplier<CompletableFuture<R>> request) {
    return request
        .get()
        .exceptionallyCompose(
            failure ->
                isPushedBack(failure)
                    ? CompletableFuture.runAsync(() -> {}, LATER).thenCompose(_ -> on(request))
                    : CompletableFuture.failedFuture(failure));
  }

  private static boolean isPushedBack(Throwable failure) {
    return failure instanceof OverloadedException
        || (failure instanceof CompletionException
            && failure.getCause() instanceof OverloadedException);
  }
}
