package dev.perdure.benchmarks.rsm;

import dev.perdure.kernel.spi.Batch;
import dev.perdure.kernel.spi.CommitOutcome;
import dev.perdure.kernel.spi.Epoch;
import dev.perdure.kernel.spi.Store;
import dev.perdure.kernel.spi.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Commits transactions in the order in which they come, and then has done what waits for them. Any
 * thread may give it transactions.
 */
final class TransactionLog implements AutoCloseable {
  private static final int MOST_SHARED = 16_384;

  private final Store store;
  private final Consumer<Throwable> failed;
  private final int most;
  private final Epoch[] epochs;
  private final long[] batchNos;
  private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
  private final ExecutorService workers;
  private final Thread thread;
  private volatile @Nullable Throwable failure;

  /** A transaction, null for the end, and what waits for it to be durable. */
  private record Waiting(@Nullable Transaction transaction, Runnable then) {}

  /**
   * Takes over all partitions of the store.
   *
   * @param failed is told when a commit or what waited for it has failed: nothing is committed then
   */
  TransactionLog(Store store, int partitions, Syncs syncs, Consumer<Throwable> failed) {
    this.store = store;
    this.failed = failed;
    this.most = syncs == Syncs.EACH ? 1 : MOST_SHARED;
    epochs = new Epoch[partitions];
    batchNos = new long[partitions];
    for (int i = 0; i < partitions; i++) {
      epochs[i] = store.acquire(i);
      batchNos[i] = store.head(i).batchNo();
    }
    workers = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    thread = Thread.ofPlatform().name("rsm-commits").start(this::run);
  }

  /** Commits it some time; what waits for it is done after that, by whatever thread. */
  void commit(Transaction transaction, Runnable then) {
    queue.add(new Waiting(transaction, then));
  }

  /** Why nothing is committed any more; null as long as all is well. */
  @Nullable Throwable failure() {
    return failure;
  }

  private void run() {
    List<Waiting> group = new ArrayList<>();
    try {
      while (true) {
        group.add(queue.take());
        queue.drainTo(group, most - 1);
        boolean ends = group.removeIf(one -> one.transaction() == null);
        if (!group.isEmpty()) write(group);
        for (Waiting one : group) {
          goOn(one.then());
        }
        group.clear();
        if (ends) return;
      }
    } catch (InterruptedException | RuntimeException e) {
      fail(e);
    }
  }

  private void fail(Throwable cause) {
    failure = cause;
    failed.accept(cause);
  }

  /** With nothing to commit, another thread need not be woken for what comes next. */
  private void goOn(Runnable then) {
    if (queue.isEmpty()) {
      then.run();
      return;
    }
    try {
      workers.execute(() -> runOnWorker(then));
    } catch (RejectedExecutionException e) {
      // Closing: what is durable goes on at the next opening.
    }
  }

  private void runOnWorker(Runnable then) {
    try {
      then.run();
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  private void write(List<Waiting> group) {
    TreeMap<Integer, List<Write>> writes = new TreeMap<>();
    for (Waiting one : group) {
      Transaction transaction = one.transaction();
      if (transaction != null) {
        writes
            .computeIfAbsent(transaction.partition(), _ -> new ArrayList<>())
            .addAll(transaction.writes());
      }
    }
    List<Batch> batches = new ArrayList<>();
    writes.forEach(
        (partition, all) ->
            batches.add(
                new Batch(
                    partition,
                    epochs[partition],
                    ++batchNos[partition],
                    new byte[0],
                    all,
                    List.of())));
    CommitOutcome outcome = store.commit(batches);
    if (!(outcome instanceof CommitOutcome.Committed)) {
      throw new IllegalStateException("not committed: " + outcome);
    }
  }

  /** Commits what it was given, and ends. What comes later is not committed. */
  @Override
  public void close() {
    workers.shutdown();
    queue.add(new Waiting(null, () -> {}));
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    workers.close();
    if (interrupted) Thread.currentThread().interrupt();
  }
}
