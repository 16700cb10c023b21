package dev.perdure.node;

import dev.perdure.UnavailableException;
import dev.perdure.kernel.Culprits;
import dev.perdure.kernel.Output;
import dev.perdure.kernel.Outputs;
import dev.perdure.kernel.Partition;
import dev.perdure.kernel.PartitionStatistics;
import dev.perdure.kernel.StepRecord;
import dev.perdure.kernel.spi.Clock;
import dev.perdure.kernel.spi.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One opening of a store: its partitions with their runners, and the loop that commits for them. It
 * serves until it is ended, by closing or by a failure, and is then dropped whole: the steps of its
 * partitions may stand on each other's uncommitted results.
 */
final class OpenStore {
  /** Bounds the wait for turns under way at the end; a handler that hangs must not hold up all. */
  private static final long LAST_TURNS_SECONDS = 10;

  private final NodeParts parts;
  private final Supervisor supervisor;
  private final Store store;
  private final int firstPartition;
  private final PartitionRunner[] runners;
  private final CommitLoop commits;
  private final ExecutorService loads;
  private final AtomicReference<@Nullable String> end = new AtomicReference<>();
  private final CountDownLatch unburied;

  private OpenStore(
      NodeParts parts, Supervisor supervisor, Store store, int firstPartition, int partitions) {
    this.parts = parts;
    this.supervisor = supervisor;
    this.store = store;
    this.firstPartition = firstPartition;
    this.runners = new PartitionRunner[partitions];
    this.unburied = new CountDownLatch(partitions);
    Outputs outputs = (partition, call) -> parts.activities().start(this, partition, call);
    this.commits =
        new CommitLoop(
            parts.name(), this, store, parts.transport(), outputs, parts.pending().releases());
    this.loads =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name(parts.name() + "-loads").daemon().factory());
    for (int i = 0; i < partitions; i++) {
      runners[i] = new PartitionRunner(firstPartition + i, this, parts);
    }
  }

  /**
   * Takes over the partitions of a store that was just opened. They begin with {@link #start}.
   *
   * @throws RuntimeException as the store throws it; it is then for the caller to close
   */
  static OpenStore recover(
      NodeParts parts, Supervisor supervisor, Store store, int firstPartition, int partitions) {
    OpenStore opened = new OpenStore(parts, supervisor, store, firstPartition, partitions);
    List<Future<Partition>> recovered = new ArrayList<>();
    int threads = Math.min(partitions, parts.config().workers());
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      for (int i = 0; i < partitions; i++) {
        int id = firstPartition + i;
        Partition.Setting setting = parts.setting(opened, opened.runner(id));
        recovered.add(pool.submit(() -> Partition.open(id, setting)));
      }
    }
    for (int i = 0; i < partitions; i++) {
      opened.commits.add(opened.runners[i].start(result(recovered.get(i))));
    }
    opened.commits.start(); // A thread that cannot be had is a failed opening too.
    return opened;
  }

  private static Partition result(Future<Partition> recovered) {
    try {
      return recovered.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) throw cause;
      throw new IllegalStateException("a partition could not be opened: " + e.getCause(), e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted though all partitions are open", e);
    }
  }

  /** Begins to serve. */
  void start() {
    for (PartitionRunner runner : runners) {
      runner.wake();
    }
  }

  PartitionRunner runner(int partition) {
    return runners[partition - firstPartition];
  }

  boolean holds(int partition) {
    return partition >= firstPartition && partition < firstPartition + runners.length;
  }

  Store store() {
    return store;
  }

  Culprits culprits() {
    return supervisor.culprits();
  }

  Clock clock() {
    return parts.clock();
  }

  CommitLoop commits() {
    return commits;
  }

  /** Where request ids are loaded, away from the threads that step and commit. */
  Executor loads() {
    return loads;
  }

  /** Records are durable, the last of each partition last. */
  void durable(List<StepRecord> records) {
    for (StepRecord next : records) {
      runner(next.partition()).durable(next.recordNo());
    }
  }

  /** A group was counted. */
  void committed() {
    for (PartitionRunner runner : runners) {
      runner.committed();
    }
  }

  /** Why it no longer serves; null while it serves. */
  @Nullable String end() {
    return end.get();
  }

  /** A commit or a partition failed, on the thread that calls. */
  void failed(String reason, Throwable cause) {
    supervisor.failed(this, reason, cause);
  }

  /** No partition takes another turn, but to tell those who wait. The first reason counts. */
  void end(String reason) {
    if (end.compareAndSet(null, reason)) {
      for (PartitionRunner runner : runners) {
        runner.wake();
      }
    }
  }

  /** A partition had its last turn. */
  void buried(PartitionStatistics last) {
    supervisor.add(last);
    unburied.countDown();
  }

  /**
   * After {@link #end}: commits what the partitions have published, unless the stream is dead,
   * tells everyone who waits still, and closes the store. Nothing of it is used afterwards.
   */
  void close() {
    awaitLastTurns();
    loads.close(); // What is loaded and not let go of is loaded again.
    commits.finish();
    parts.pending().refuse(this::holds, String.valueOf(end.get()));
    store.close();
  }

  private void awaitLastTurns() {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(LAST_TURNS_SECONDS);
    boolean interrupted = false;
    while (true) {
      try {
        unburied.await(until - System.nanoTime(), TimeUnit.NANOSECONDS);
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) Thread.currentThread().interrupt();
  }

  /** An output of a record that will not be committed: who waits for it is told. */
  void neverReleased(Output output) {
    String reason = String.valueOf(end.get());
    switch (output) {
      case Output.Show(var inspection, _) ->
          Input.Inspected.refuse(inspection, new UnavailableException(reason));
      case Output.Complete _ -> {} // Refused with all that wait.
      case Output.RunCall _ -> {} // Recovery finds the pending call, if its step was committed.
    }
  }

  /** Figures of its partitions, as far as this thread sees them. */
  List<PartitionStatistics> statistics() {
    List<PartitionStatistics> all = new ArrayList<>();
    for (PartitionRunner runner : runners) {
      PartitionStatistics one = runner.statistics();
      if (one != null) all.add(one);
    }
    return all;
  }
}
