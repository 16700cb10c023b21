package dev.perdure.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A service that is killed and started again on the same data, over and over.
 *
 * <p>Safe for use by any number of threads; one of them starts and kills.
 */
final class KilledService implements AutoCloseable {
  private static final long START_SECONDS = 60;

  private final Example example;
  private final Path dir;
  private final Path log;

  /* All below is guarded by this object's lock. */
  private @Nullable ServiceProcess process;
  private Optional<URI> address = Optional.empty();
  private boolean over;
  private int kills;
  private long stepsOfTheDead;
  private long stepsOfTheLiving;

  /**
   * A service that does not run yet.
   *
   * @param dir its data directory
   * @param log where what it says on standard error goes
   */
  KilledService(Example example, Path dir, Path log) {
    this.example = example;
    this.dir = dir;
    this.log = log;
  }

  /** Starts it, and does not wait until it serves. */
  synchronized void start() throws IOException {
    if (over) return;
    ServiceProcess started = ServiceProcess.start(example, dir, log);
    process = started;
    // An end before it serves is noticed by those who wait for it.
    var _ = started.ready().thenAccept(uri -> serves(started, uri));
  }

  private synchronized void serves(ServiceProcess started, URI uri) {
    if (process == started) address = Optional.of(uri);
  }

  /** Where it serves; empty while it does not. */
  synchronized Optional<URI> address() {
    return address;
  }

  /**
   * Waits until it serves.
   *
   * @throws Failure if it does not
   */
  void awaitReady() throws InterruptedException {
    ServiceProcess started = running();
    try {
      serves(started, started.ready().get(START_SECONDS, TimeUnit.SECONDS));
    } catch (ExecutionException | TimeoutException e) {
      throw new Failure(
          Failure.FAILED,
          "the service did not come up; what it said is in " + log + ", its data in " + dir);
    }
  }

  private synchronized ServiceProcess running() {
    ServiceProcess running = process;
    if (running == null) throw new IllegalStateException("it was not started");
    return running;
  }

  /** The process that runs now. */
  long pid() {
    return running().pid();
  }

  /** Fails when the service has ended by itself. */
  void checkAlive() {
    if (running().isAlive()) return;
    throw new Failure(Failure.FAILED, "the service ended by itself; what it said is in " + log);
  }

  /** SIGKILL. It is dead when this returns. */
  void kill() {
    ServiceProcess victim = running();
    victim.kill();
    synchronized (this) {
      process = null;
      address = Optional.empty();
      kills++;
      stepsOfTheDead += stepsOfTheLiving;
      stepsOfTheLiving = 0;
    }
  }

  /** SIGTERM, and waits for the end. */
  void stop() throws InterruptedException {
    int exitCode = running().stop();
    // A JVM that ends by a signal says so by its exit code.
    if (exitCode != 128 + 15 && exitCode != 0) {
      throw new Failure(
          Failure.FAILED, "the service closed with exit code " + exitCode + "; see " + log);
    }
  }

  synchronized int kills() {
    return kills;
  }

  /** The process at an address was seen to have made so many steps. */
  synchronized void seen(URI where, long steps) {
    if (address.filter(where::equals).isPresent()) {
      stepsOfTheLiving = Math.max(stepsOfTheLiving, steps);
    }
  }

  /** Steps of all its processes, as far as they were seen. */
  synchronized long steps() {
    return stepsOfTheDead + stepsOfTheLiving;
  }

  /** Kills it for good. */
  @Override
  public void close() {
    ServiceProcess last;
    synchronized (this) {
      over = true;
      last = process;
    }
    if (last != null) last.close();
  }
}
