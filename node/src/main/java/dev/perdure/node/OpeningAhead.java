package dev.perdure.node;

import dev.perdure.kernel.spi.Store;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Has a store opened the first time while its node still does other things, which take about as
 * long: the log is read while the program is checked. Later openings are as usual.
 */
final class OpeningAhead implements StoreOpener.Opening {
  private final StoreOpener.Opening opening;
  private final AtomicReference<@Nullable CompletableFuture<Store>> first;

  /** Begins at once, on a thread of its own. Whoever makes it takes the store or drops it. */
  OpeningAhead(StoreOpener.Opening opening) {
    this.opening = opening;
    CompletableFuture<Store> ahead = new CompletableFuture<>();
    first = new AtomicReference<>(ahead);
    Thread.ofPlatform().daemon().name("perdure-opening").start(() -> open(opening, ahead));
  }

  private static void open(StoreOpener.Opening opening, CompletableFuture<Store> opened) {
    try {
      opened.complete(opening.open());
    } catch (RuntimeException | Error e) {
      opened.completeExceptionally(e);
    }
  }

  /** The store, as the caller would have opened it, with the same failures. */
  @Override
  public Store open() {
    CompletableFuture<Store> ahead = first.getAndSet(null);
    return ahead == null ? opening.open() : result(ahead);
  }

  /** Nobody takes the first store, if nobody has: it is closed, or its failure forgotten. */
  void drop() {
    CompletableFuture<Store> ahead = first.getAndSet(null);
    if (ahead == null) return;
    try {
      result(ahead).close();
    } catch (RuntimeException | Error e) {
      // The node has another reason not to be opened.
    }
  }

  /** Waits though the thread is interrupted: an opening is not given up half way. */
  private static Store result(CompletableFuture<Store> ahead) {
    try {
      return ahead.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) throw cause;
      if (e.getCause() instanceof Error cause) throw cause;
      throw e;
    }
  }
}
