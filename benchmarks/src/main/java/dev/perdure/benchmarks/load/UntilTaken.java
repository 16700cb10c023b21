package dev.perdure.benchmarks.load;

import dev.perdure.OverloadedException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Requests that are made again when they are pushed back: machines that send to each other run
 * ahead of the disk up to the node's bounds, and then requests from outside have to wait.
 */
public final class UntilTaken {
  private UntilTaken() {}

  /**
   * Makes a request, again after a while when it was pushed back, until it is answered.
   *
   * @param request with the same request id each time
   */
  public static <R extends @Nullable Object> CompletableFuture<R> ask(
      Supplier<CompletableFuture<R>> request) {
    return request.get().exceptionallyCompose(failure -> again(request, failure));
  }

  private static <R extends @Nullable Object> CompletionStage<R> again(
      Supplier<CompletableFuture<R>> request, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (!(cause instanceof OverloadedException full))
      return CompletableFuture.failedFuture(failure);
    Executor later =
        CompletableFuture.delayedExecutor(full.retryAfter().toMillis(), TimeUnit.MILLISECONDS);
    return CompletableFuture.runAsync(() -> {}, later).thenCompose(_ -> ask(request));
  }
}
