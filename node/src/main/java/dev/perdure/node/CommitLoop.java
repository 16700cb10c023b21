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
import java.util.concurrent.atomic.AtomicLong;
import org.jctools.queues.atomic.MpscUnboundedAtomicArrayQueue;

/**
 * Commits for one store, one group at a time. While one group is on its way to the disk, the next
 * collects in the queue.
 *
 * <p>A thread of its own does it, which never runs code of users and never waits for a partition.
 * Only when that thread sleeps, a turn has published no more than a few records, and its worker has
 * nothing else to do, the worker commits them itself, by {@link #turnEnds}: where little is asked
 * for, waking a second thread would take longer than all the rest but the disk.
 */
final class CommitLoop {
  /** Records of one turn; with more, a worker has better things to do than to commit. */
  private static final int FEW = 4;

  /** Records for which the queue has room at once. */
  private static final int CHUNK = 1_024;

  private final OpenStore owner;
  private final CommitStream stream;
  private final Releases releases;
  private final Queue<StepRecord> queue = new MpscUnboundedAtomicArrayQueue<>(CHUNK);
  private final Duty duty;
  private final AtomicLong groups = new AtomicLong();

  /** Set by whoever commits, when a commit has failed. */
  private volatile boolean dead;

  CommitLoop(
      String name,
      OpenStore owner,
      Store store,
      Transport transport,
      Outputs outputs,
      Releases releases) {
    this.owner = owner;
    this.releases = releases;
    this.stream = new CommitStream(store, transport, outputs, queue);
    this.duty = new Duty(name + "-commits", new Parking(), this::commit, this::isIdle);
  }

  /** Adds a partition, before the start. */
  void add(PartitionLog log) {
    stream.add(log);
  }

  void start() {
    duty.start();
  }

  /**
   * Queues a record; records of one partition are queued in their order.
   *
   * @param ofTurn how many the turn has published, with this one
   */
  void publish(StepRecord stepRecord, int ofTurn) {
    queue.add(stepRecord);
    if (ofTurn > FEW) duty.wake();
  }

  /**
   * A turn that has published so many records comes to its end: sees to it that what is queued is
   * committed. A loop that does not sleep looks at the queue once more before it does.
   *
   * @param busy whether the worker has something to run next, which must not wait for the disk
   */
  void turnEnds(int published, boolean busy) {
    if (published > FEW || queue.isEmpty()) return;
    if (busy) {
      duty.wake();
    } else {
      duty.doHere();
    }
  }

  /** How many groups were committed. */
  long groups() {
    return groups.get();
  }

  /** Commits what is queued and ends; nothing may be published any more. Waits for the end. */
  void finish() {
    duty.finish(() -> stream.unreleased().forEach(owner::neverReleased));
  }

  private boolean isIdle() {
    return queue.isEmpty() || dead;
  }

  /** Commits a group; returns false when there was nothing to commit, or the stream is dead. */
  private boolean commit() {
    if (dead) return false;
    try {
      return switch (releases.together(stream::commitNext)) {
        case CommitStream.Progress.Nothing _ -> false;
        case CommitStream.Progress.Released(var records) -> {
          released(records);
          yield true;
        }
        case CommitStream.Progress.Failed(var outcome) -> {
          die(reason(outcome), cause(outcome));
          yield false;
        }
      };
    } catch (RuntimeException | Error e) {
      die("the commit stream failed: " + e, e);
      return false;
    }
  }

  private void die(String reason, Throwable cause) {
    dead = true;
    owner.failed(reason, cause);
  }

  private void released(List<StepRecord> records) {
    owner.durable(records);
    groups.incrementAndGet(); // Before any partition's wish for a commit is looked at.
    owner.committed();
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
