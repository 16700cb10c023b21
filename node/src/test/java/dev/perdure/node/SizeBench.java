package dev.perdure.node;

import dev.perdure.MachineRef;
import dev.perdure.OverloadedException;
import dev.perdure.Part;
import dev.perdure.ReplyTo;
import dev.perdure.RequestId;
import dev.perdure.node.RunningNode.Surroundings;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a task of {@link SizeMain} has: real nodes, one after the other, on one data directory, with
 * a clock that the task moves; and a place for what it found.
 */
final class SizeBench {
  private static final int IN_FLIGHT = 512;
  private static final int MOST_SECONDS_TO_REST = 60;
  private static final int WATCHED_SECONDS = 3;

  final MovableClock clock = new MovableClock();
  private final NodeConfig config;
  private final long count;

  SizeBench(NodeConfig config, long count) {
    this.config = config;
    this.count = count;
  }

  /** Of how many the task is. */
  long count() {
    return count;
  }

  NodeConfig config() {
    return config;
  }

  RunningNode open(Part... parts) {
    return RunningNode.open(config, List.of(parts), Surroundings.real().clock(clock));
  }

  /** What was found, for the test. */
  void found(String what, long value) {
    System.out.println("found " + what + " " + value);
  }

  /**
   * Looks how often partitions look for something to do while there is nothing: lets the node come
   * to rest, and then watches it. The time is no bound for anything that is to happen in it.
   */
  void watchIdle(Node node) throws InterruptedException {
    long before = -1;
    for (int second = 0; second < MOST_SECONDS_TO_REST && before != turns(node); second++) {
      before = turns(node);
      TimeUnit.SECONDS.sleep(1);
    }
    found("turns", before);
    TimeUnit.SECONDS.sleep(WATCHED_SECONDS);
    found("turns-while-idle", turns(node) - before);
  }

  private static long turns(Node node) {
    return node.operator().statistics().turns();
  }

  /** Makes requests from 0 on, some at a time, again when pushed back, and waits for all. */
  <R extends @Nullable Object> void forAll(long number, LongFunction<CompletableFuture<R>> request)
      throws InterruptedException {
    Semaphore places = new Semaphore(IN_FLIGHT);
    AtomicReference<@Nullable Throwable> failed = new AtomicReference<>();
    for (long i = 0; i < number; i++) {
      places.acquire();
      long mine = i;
      CompletableFuture<Void> _ =
          untilTaken(() -> request.apply(mine))
              .handle(
                  (_, failure) -> {
                    if (failure != null) failed.compareAndSet(null, failure);
                    places.release();
                    return null;
                  });
    }
    places.acquire(IN_FLIGHT);
    Throwable failure = failed.get();
    if (failure != null) throw new IllegalStateException("a request failed", failure);
  }

  /** Makes a request, again when pushed back, until it is answered. */
  static <R extends @Nullable Object> CompletableFuture<R> untilTaken(
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
    return CompletableFuture.runAsync(() -> {}, later).thenCompose(_ -> untilTaken(request));
  }

  static <F> void send(Node node, String id, MachineRef<? super F> machine, F event) {
    untilTaken(() -> node.client().sendAsync(RequestId.of(id), machine, event)).join();
  }

  static <F, R> R query(
      Node node, MachineRef<F> machine, Class<R> reply, Function<ReplyTo<R>, ? extends F> event) {
    return untilTaken(() -> node.client().query(machine, reply, event)).join();
  }
}
