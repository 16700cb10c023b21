package dev.perdure.node;

import dev.perdure.kernel.CommitStream;
import dev.perdure.kernel.Outputs;
import dev.perdure.kernel.PartitionLog;
import dev.perdure.kernel.StepRecord;
import dev.perdure.kernel.spi.CommitOutcome;
import dev.perdure.kernel.spi.Store;
import dev.perdure.kernel.spi.Transport;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The thread that commits for one store. While one group is on its way to the disk, the next
 * collects in the queue. It never runs code of users and never waits for a partition.
 */
final class CommitLoop {
  private final OpenStore owner;
  private final CommitStream stream;
  private final Queue<StepRecord> queue = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean parked = new AtomicBoolean();
  private final Thread thread;
  private volatile boolean finishing;
  private final AtomicLong groups = new AtomicLong();

  CommitLoop(String name, OpenStore owner, Store store, Transport transport, Outputs outputs) {
    this.owner = owner;
    this.stream = new CommitStream(store, transport, outputs, queue);
    this.thread = Thread.ofPlatform().daemon().name(name + "-commits").unstarted(this::run);
  }

  /** Adds a partition, before the start. */
  void add(PartitionLog log) {
    stream.add(log);
  }

  void start() {
    thread.start();
  }

  /** Queues a record; records of one partition are queued in their order. */
  void publish(StepRecord stepRecord) {
    queue.add(stepRecord);
    wake();
  }

  private void wake() {
    if (parked.get() && parked.compareAndSet(true, false)) {
      LockSupport.unpark(thread);
    }
  }

  /** How many groups were committed. */
  long groups() {
    return groups.get();
  }

  /** Commits what is queued and ends; nothing may be published any more. Waits for the end. */
  void finish() {
    finishing = true;
    LockSupport.unpark(thread);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) Thread.currentThread().interrupt();
    stream.unreleased().forEach(owner::neverReleased);
  }

  private void run() {
    try {
      while (true) {
        boolean last = finishing; // Read before the queue: what is published before it is seen.
        switch (stream.commitNext()) {
          case CommitStream.Progress.Nothing _ -> {
            if (last) return;
            park();
          }
          case CommitStream.Progress.Released(var records) -> released(records);
          case CommitStream.Progress.Failed(var outcome) -> {
            owner.failed(reason(outcome), cause(outcome));
            return;
          }
        }
      }
    } catch (RuntimeException | Error e) {
      owner.failed("the commit stream failed: " + e, e);
    }
  }

  private void released(List<StepRecord> records) {
    owner.durable(records);
    groups.incrementAndGet(); // Before any partition's wish for a commit is looked at.
    owner.committed();
  }

  private void park() {
    parked.set(true);
    if (queue.isEmpty() && !finishing) {
      LockSupport.park(this);
    }
    parked.set(false);
  }

  private static String reason(CommitOutcome outcome) {
    return switch (outcome) {
      case CommitOutcome.Committed _ -> "committed";
      case CommitOutcome.Fenced(var partition, var current) ->
          "partition %d has another owner, under epoch %d".formatted(partition, current.value());
      case CommitOutcome.Unknown(var reason, _) -> reason;
    };
  }

  private static Throwable cause(CommitOutcome outcome) {
    return outcome instanceof CommitOutcome.Unknown(_, var cause)
        ? cause
        : new IllegalStateException(outcome.toString());
  }
}
