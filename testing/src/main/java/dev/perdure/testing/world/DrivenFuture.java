package dev.perdure.testing.world;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A future of the simulated world: waiting for it lets the world run until it is done. */
final class DrivenFuture<R extends @Nullable Object> extends CompletableFuture<R> {
  private final World world;

  DrivenFuture(World world) {
    this.world = world;
  }

  @Override
  public R join() {
    world.runUntil(this);
    return super.join();
  }

  @Override
  public R get() throws InterruptedException, ExecutionException {
    world.runUntil(this);
    return super.get();
  }

  @Override
  public R get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    world.runUntil(this, Duration.ofNanos(unit.toNanos(timeout)));
    if (!isDone()) {
      throw new TimeoutException();
    }
    return super.get();
  }

  /** What depends on it drives the world too. */
  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new DrivenFuture<>(world);
  }
}
