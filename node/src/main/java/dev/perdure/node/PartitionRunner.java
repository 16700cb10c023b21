package dev.perdure.node;

import dev.perdure.kernel.Partition;
import dev.perdure.kernel.PartitionHost;
import dev.perdure.kernel.PartitionLog;
import dev.perdure.kernel.PartitionStatistics;
import dev.perdure.kernel.StepRecord;
import dev.perdure.kernel.Waiter;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Gives one partition its turns. Everything that other threads bring goes through one queue; a
 * {@link RunFlag} sees to it that one worker at a time drains it and works, in slices, so that no
 * partition keeps a worker to itself.
 *
 * <p><b>Order.</b> The partition publishes a step record by {@link #publish} before it hands the
 * step's messages over, and before its turn ends: what another thread sees of a step always stands
 * behind that step in the commit queue.
 *
 * <p><b>End.</b> When its store has come to an end, the next turn tells everyone who waits, and the
 * partition is never used again. Whatever comes in later is refused in a turn of its own, so nobody
 * waits for an answer that cannot come.
 */
final class PartitionRunner implements Runnable, PartitionHost {
  private static final int INPUTS_PER_TURN = 1_024;
  private static final int EVENTS_PER_TURN = 256;

  private final OpenStore store;
  private final Workers workers;
  private final Wakeups wakeups;
  private final RunFlag flag = new RunFlag();
  private final Queue<Input> inputs = new ConcurrentLinkedQueue<>();

  /** Set once, before the first turn; null again after the last one. Guarded by the flag. */
  private @Nullable Partition partition;

  private boolean ended;
  private long dueMillis = Long.MAX_VALUE;

  /** Written by the commit loop. */
  private volatile long durableRecordNo;

  /** Whether the completion of a commit may give it work. */
  private volatile boolean wantsCommit;

  PartitionRunner(OpenStore store, Workers workers, Wakeups wakeups) {
    this.store = store;
    this.workers = workers;
    this.wakeups = wakeups;
  }

  /** Takes the partition, before anything is put. */
  PartitionLog start(Partition opened) {
    partition = opened;
    return opened.log();
  }

  /** Brings something in, from any thread. */
  void put(Input input) {
    inputs.add(input);
    wake();
  }

  /** Has it take a turn. */
  void wake() {
    if (flag.raise()) workers.submit(this);
  }

  /** What {@link Wakeups} was told to wait for is there. */
  void timeHasCome() {
    wake();
  }

  /** A record is durable; called by the commit loop, before {@link #committed}. */
  void durable(long recordNo) {
    durableRecordNo = recordNo;
  }

  /** A group is committed, of whatever partitions; called after the loop has counted it. */
  void committed() {
    if (wantsCommit) wake();
  }

  @Override
  public void publish(StepRecord stepRecord) {
    store.commits().publish(stepRecord);
  }

  @Override
  public void handOver(int target, HandOver handOver) {
    store.runner(target).put(new Input.HandedOver(handOver));
  }

  @Override
  public void run() {
    flag.begin();
    boolean more;
    try {
      more = turn();
    } catch (RuntimeException | Error e) {
      // The partition may be anywhere between two steps; the store knows where it stands.
      store.failed("partition failed: " + e, e);
      more = true;
    }
    if (more) {
      flag.keep();
      workers.resubmit(this);
    } else if (!flag.lower()) {
      workers.resubmit(this);
    }
  }

  private boolean turn() {
    String end = store.end();
    if (end != null) {
      bury(end);
      return false;
    }
    Partition running = partition;
    if (running == null) {
      throw new IllegalStateException("a turn before the partition was opened");
    }
    // Read before the work: a group that is counted later is looked at again at the end.
    long groups = store.commits().groups();
    for (int i = 0; i < INPUTS_PER_TURN; i++) {
      Input input = inputs.poll();
      if (input == null) break;
      input.enter(running);
    }
    running.doWork(durableRecordNo, EVENTS_PER_TURN);
    boolean wants = running.wantsCommit();
    wantsCommit = wants;
    if (running.hasWork() || !inputs.isEmpty()) return true;
    if (wants && store.commits().groups() != groups) return true;
    sleepUntil(running.nextDueMillis(), wants);
    return false;
  }

  /** A partition that is full does what is due after the next commit. */
  private void sleepUntil(long due, boolean wants) {
    long wakeAt = wants && due <= store.clock().nowMillis() ? Long.MAX_VALUE : due;
    if (wakeAt != dueMillis || wakeAt <= store.clock().nowMillis()) {
      dueMillis = wakeAt;
      wakeups.at(this, wakeAt);
    }
  }

  private void bury(String end) {
    Partition last = partition;
    if (!ended) {
      ended = true;
      partition = null;
      wakeups.at(this, Long.MAX_VALUE);
      if (last != null) {
        for (Waiter waiter : last.waiters()) {
          waiter.complete(new dev.perdure.kernel.Answer.Unknown(end));
        }
        store.buried(last.statistics());
      }
    }
    for (Input input = inputs.poll(); input != null; input = inputs.poll()) {
      input.refuse(end);
    }
  }

  /** Figures, as far as this thread sees them; empty after the end. */
  @Nullable PartitionStatistics statistics() {
    Partition running = partition;
    return running == null ? null : running.statistics();
  }
}
