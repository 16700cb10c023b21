package dev.perdure.testing.world;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A future of the simulated world: waiting for it lets the world run until it is done. It knows
 * whether anybody would hear of its failure, by it or by what depends on it.
 */
final class DrivenFuture<R extends @Nullable Object> extends CompletableFuture<R> {
  private final World world;
  private final Heed heed;

  /** One for a future and all that depend on it. */
  private static final class Heed {
    private boolean paid;
  }

  DrivenFuture(World world) {
    this(world, new Heed());
  }

  private DrivenFuture(World world, Heed heed) {
    this.world = world;
    this.heed = heed;
  }

  /** Whether somebody has asked how it ended, or will be called when it fails. */
  boolean isHeeded() {
    return heed.paid;
  }

  @Override
  public R join() {
    heed.paid = true;
    world.runUntil(this);
    return super.join();
  }

  @Override
  public R get() throws InterruptedException, ExecutionException {
    heed.paid = true;
    world.runUntil(this);
    return super.get();
  }

  @Override
  public R get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    heed.paid = true;
    world.runUntil(this, Duration.ofNanos(unit.toNanos(timeout)));
    if (!isDone()) {
      throw new TimeoutException();
    }
    return super.get();
  }

  @Override
  public R getNow(R otherwise) {
    heed.paid = true;
    return super.getNow(otherwise);
  }

  @Override
  public R resultNow() {
    heed.paid = true;
    return super.resultNow();
  }

  @Override
  public Throwable exceptionNow() {
    heed.paid = true;
    return super.exceptionNow();
  }

  @Override
  public State state() {
    heed.paid = true;
    return super.state();
  }

  @Override
  public boolean isCompletedExceptionally() {
    heed.paid = true;
    return super.isCompletedExceptionally();
  }

  @Override
  public <U> CompletableFuture<U> handle(BiFunction<? super R, Throwable, ? extends U> to) {
    heed.paid = true;
    return super.handle(to);
  }

  @Override
  public CompletableFuture<R> whenComplete(BiConsumer<? super R, ? super Throwable> to) {
    heed.paid = true;
    return super.whenComplete(to);
  }

  @Override
  public CompletableFuture<R> exceptionally(Function<Throwable, ? extends R> to) {
    heed.paid = true;
    return super.exceptionally(to);
  }

  /** What depends on it drives the world too. */
  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new DrivenFuture<>(world, heed);
  }
}
