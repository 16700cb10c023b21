package dev.perdure.node;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.perdure.UnavailableException;
import dev.perdure.kernel.Culprits;
import dev.perdure.kernel.PartitionStatistics;
import dev.perdure.kernel.spi.Durability;
import dev.perdure.kernel.spi.Store;
import dev.perdure.kernel.spi.StoreException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one store of the node serving. A commit that does not succeed, or a partition that fails,
 * ends the whole opening: everyone who waits is told, and requests are refused with the reason.
 * Then the store is closed and opened again, after {@link Pauses}, until it serves. Nothing is lost
 * by that: what was not committed was not answered, and comes again under the same request id.
 */
final class Supervisor {
  private static final System.Logger LOG = System.getLogger(Supervisor.class.getName());

  private final NodeParts parts;
  private final StoreOpener opener;
  private final int firstPartition;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final StatisticsSum past = new StatisticsSum();
  private final Pauses pauses = new Pauses();
  private final Culprits culprits;
  private volatile Phase phase = new Phase.Outage("the node is being opened");

  /** Closes what failed and opens it again; set, and started, with the phase that it ends. */
  private @Nullable Thread reopening;

  /** Whether the store serves. */
  private sealed interface Phase {
    record Serving(OpenStore opened) implements Phase {}

    record Outage(String reason) implements Phase {}

    record Closed(String reason) implements Phase {}
  }

  Supervisor(NodeParts parts, StoreOpener opener, int firstPartition) {
    this.parts = parts;
    this.opener = opener;
    this.firstPartition = firstPartition;
    this.culprits = new RecentCulprits(parts.clock());
  }

  boolean holds(int partition) {
    return partition >= firstPartition && partition < firstPartition + opener.partitions();
  }

  /** Brings something to a partition; refuses it when the store does not serve. */
  void put(int partition, Input input) {
    switch (phase) {
      case Phase.Serving(var opened) -> opened.runner(partition).put(input);
      case Phase.Outage(var reason) -> input.refuse(reason);
      case Phase.Closed(var reason) -> input.refuse(reason);
    }
  }

  /** How much waits for its turn before a partition; nothing when the store does not serve. */
  int waiting(int partition) {
    return phase instanceof Phase.Serving(var opened) ? opened.runner(partition).waiting() : 0;
  }

  /**
   * The store, for reading.
   *
   * @throws UnavailableException while it does not serve
   */
  Store store() {
    return switch (phase) {
      case Phase.Serving(var opened) -> opened.store();
      case Phase.Outage(var reason) -> throw new UnavailableException(reason);
      case Phase.Closed(var reason) -> throw new UnavailableException(reason);
    };
  }

  /** What its openings remember of events at which the process failed. */
  Culprits culprits() {
    return culprits;
  }

  /** Why it does not serve; empty while it does. */
  Optional<String> outage() {
    return switch (phase) {
      case Phase.Serving _ -> Optional.empty();
      case Phase.Outage(var reason) -> Optional.of(reason);
      case Phase.Closed(var reason) -> Optional.of(reason);
    };
  }

  /**
   * Opens the store for the first time.
   *
   * @throws RuntimeException why it cannot be opened
   */
  void open() {
    OpenStore opened = recover();
    serve(opened);
    opened.start();
  }

  private OpenStore recover() {
    long begin = System.nanoTime();
    Store store = NumberedStore.from(firstPartition, opener.opening().open());
    try {
      checkDurability(store);
      OpenStore opened = OpenStore.recover(parts, this, store, firstPartition, opener.partitions());
      LOG.log(
          INFO,
          "{0}: serving, {1} partitions recovered in {2} ms",
          opener.name(),
          opener.partitions(),
          TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
      return opened;
    } catch (RuntimeException | Error e) {
      closeQuietly(store, e);
      throw e;
    }
  }

  /**
   * Where stores send to each other, each must keep what it has told the others: a sender that lost
   * its end would give numbers again that the receiver has taken, and what comes under them would
   * be dropped as repeated; a receiver that lost its end would wait for ever for what the sender
   * has cleared away.
   */
  private void checkDurability(Store store) {
    boolean alone = opener.partitions() == parts.placements().partitions();
    if (!alone && store.durability() == Durability.OS) {
      throw new StoreException(
          opener.name()
              + ": with durability OS it may lose what other stores of the node have been told;"
              + " open it with durability SYNC, or as the only store");
    }
  }

  private static void closeQuietly(Store store, Throwable because) {
    try {
      store.close();
    } catch (RuntimeException e) {
      because.addSuppressed(e);
    }
  }

  /** An opening has failed; called by the thread that noticed, which does not wait. */
  void failed(OpenStore opened, String reason, Throwable cause) {
    lock.lock();
    try {
      if (!(phase instanceof Phase.Serving(var serving)) || serving != opened) {
        opened.end(reason);
        return; // Known, or closing, or an opening from before.
      }
      phase = new Phase.Outage(reason);
      pauses.failed(parts.clock().nowMillis());
      reopening =
          Thread.ofPlatform()
              .daemon()
              .name(parts.name() + "-supervisor")
              .start(() -> reopen(opened, reason));
    } finally {
      lock.unlock();
    }
    opened.end(reason);
    LOG.log(ERROR, opener.name() + ": out of service: " + reason, cause);
  }

  private void reopen(OpenStore failed, String reason) {
    failed.end(reason);
    parts.activities().drop(failed);
    try {
      failed.close();
    } catch (RuntimeException | Error e) {
      LOG.log(WARNING, opener.name() + ": closing after the failure: " + e);
    }
    keepGroups(failed);
    while (pause()) {
      try {
        OpenStore opened = recover();
        if (serve(opened)) {
          opened.start();
        } else {
          opened.end("the node is closing");
          opened.start();
          opened.close();
        }
        return;
      } catch (RuntimeException | Error e) { // With no memory left too, the next try may succeed.
        stillOut(reason, e instanceof Error ? e.toString() : String.valueOf(e.getMessage()));
      }
    }
  }

  /** An opening after the failure has failed too: who asks for the reason is told both. */
  private void stillOut(String reason, String why) {
    lock.lock();
    try {
      if (phase instanceof Phase.Outage) {
        phase = new Phase.Outage(reason + "; cannot be opened again: " + why);
      }
    } finally {
      lock.unlock();
    }
    LOG.log(WARNING, "{0}: cannot be opened yet: {1}", opener.name(), why);
  }

  private void keepGroups(OpenStore ended) {
    lock.lock();
    try {
      past.addGroups(ended.commits().groups());
    } finally {
      lock.unlock();
    }
  }

  /** Waits; false when the node closes meanwhile. */
  private boolean pause() {
    lock.lock();
    try {
      long nanos = TimeUnit.MILLISECONDS.toNanos(pauses.next());
      while (nanos > 0 && !(phase instanceof Phase.Closed)) {
        nanos = changed.awaitNanos(nanos);
      }
      return !(phase instanceof Phase.Closed);
    } catch (InterruptedException e) {
      return false;
    } finally {
      lock.unlock();
    }
  }

  private boolean serve(OpenStore opened) {
    lock.lock();
    try {
      if (phase instanceof Phase.Closed) return false;
      phase = new Phase.Serving(opened);
      pauses.serving(parts.clock().nowMillis());
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Ends for good: what was published is committed, the store is closed. */
  void close(String reason) {
    Phase before;
    lock.lock();
    try {
      before = phase;
      if (before instanceof Phase.Closed) return;
      phase = new Phase.Closed(reason);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (before instanceof Phase.Serving(var opened)) {
      opened.end(reason);
      parts.activities().drop(opened);
      opened.close();
      LOG.log(INFO, "{0}: closed", opener.name());
    } else {
      awaitReopening();
    }
  }

  /** The thread that tries to open the store gives up by itself, and leaves the store closed. */
  private void awaitReopening() {
    Thread thread;
    lock.lock();
    try {
      thread = reopening;
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    while (thread != null && thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) Thread.currentThread().interrupt();
  }

  /** Keeps the figures of a partition that has ended. */
  void add(PartitionStatistics last) {
    lock.lock();
    try {
      past.addEnded(last);
    } finally {
      lock.unlock();
    }
  }

  /** Figures of all partitions there were. */
  void collect(StatisticsSum sum) {
    lock.lock();
    try {
      sum.add(past);
    } finally {
      lock.unlock();
    }
    OpenStore serving = phase instanceof Phase.Serving(var opened) ? opened : null;
    if (serving != null) {
      serving.statistics().forEach(sum::addServing);
      sum.addGroups(serving.commits().groups());
    }
  }
}
