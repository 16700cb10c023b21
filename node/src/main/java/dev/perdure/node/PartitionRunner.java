package dev.perdure.node;

import dev.perdure.kernel.Culprits;
import dev.perdure.kernel.OldIds;
import dev.perdure.kernel.Partition;
import dev.perdure.kernel.PartitionHost;
import dev.perdure.kernel.PartitionLog;
import dev.perdure.kernel.PartitionStatistics;
import dev.perdure.kernel.StepRecord;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Gives one partition its turns. Everything that other threads bring goes through {@link Turns}:
 * one worker at a time drains it and works, in slices, so that no partition keeps a worker to
 * itself.
 *
 * <p><b>Order.</b> The partition publishes a step record by {@link #publish} before it hands the
 * step's messages over, and before its turn ends: what another thread sees of a step always stands
 * behind that step in the commit queue.
 *
 * <p><b>End.</b> When its store has come to an end, the next turn is the last, and the partition is
 * never used again. Whatever comes in later is refused in a turn of its own, so nobody waits for an
 * answer that cannot come.
 */
final class PartitionRunner implements PartitionHost {
  private static final int INPUTS_PER_TURN = 1_024;
  private static final int EVENTS_PER_TURN = 256;

  /**
   * How often the inbox is looked at though nobody said that there is something: a hand-over that
   * gets lost is noticed at the next one from the same partition, and if that never comes, here.
   */
  private static final long INBOX_CHECK_MILLIS = 60_000;

  private final int id;
  private final OpenStore store;
  private final Workers workers;
  private final Wakeups wakeups;
  private final Turns<Input> turns;

  /** When so much waits, what comes from outside is pushed back. */
  private final int bound;

  private final LetGo letGo = new LetGo();

  // Used in turns alone, but for the figures.
  /** Set once, before the first turn; null again after the last one. */
  private @Nullable Partition partition;

  private boolean ended;

  /** How many records this turn has published. */
  private int published;

  private long dueMillis = Long.MAX_VALUE;
  private long nextInboxCheckMillis;

  /** Written by the commit loop. */
  private final AtomicLong durableRecordNo = new AtomicLong();

  /** Whether the completion of a commit may give it work. */
  private volatile boolean wantsCommit;

  PartitionRunner(int id, OpenStore store, NodeParts parts) {
    this.id = id;
    this.store = store;
    this.workers = parts.workers();
    this.wakeups = parts.wakeups();
    this.bound = parts.config().waitingEvents();
    this.turns = new Turns<>(new RunFlag(), this::takeTurn, workers::submit, workers::resubmit);
  }

  /** Takes the partition, before anything is put. */
  PartitionLog start(Partition opened) {
    partition = opened;
    return opened.log();
  }

  /** Brings something in, from any thread; what comes from outside only if there is room. */
  void put(Input input) {
    if (input instanceof Input.FromOutside outside && turns.waiting() >= bound) {
      outside.pushBack("partition " + id + ": waiting-events");
    } else {
      turns.put(input);
    }
  }

  /**
   * Takes a message from a partition of the same store. Where there is no room, not even twice as
   * much as for what comes from outside, only its number is kept: the message is in the inbox.
   */
  private void take(HandOver handOver) {
    if (turns.waiting() < 2L * bound) {
      turns.put(new Input.HandedOver(handOver));
    } else {
      letGo.add(handOver.source(), handOver.seq());
      turns.wake();
    }
  }

  /** How much waits for its turn. */
  int waiting() {
    return turns.waiting();
  }

  /** Has it take a turn. */
  void wake() {
    turns.wake();
  }

  /** What {@link Wakeups} was told to wait for is there. */
  void timeHasCome() {
    wake();
  }

  /** A record is durable; called by the commit loop, before {@link #committed}. */
  void durable(long recordNo) {
    durableRecordNo.setRelease(recordNo); // What wakes the partition comes after all of a group.
  }

  /** A group is committed, of whatever partitions; called after the loop has counted it. */
  void committed() {
    if (wantsCommit) wake();
  }

  @Override
  public void publish(StepRecord stepRecord) {
    store.commits().publish(stepRecord, ++published);
  }

  @Override
  public void handOver(int target, HandOver handOver) {
    store.runner(target).take(handOver);
  }

  @Override
  public Culprits culprits() {
    return store.culprits();
  }

  @Override
  public void load(OldIds ids) {
    store
        .loads()
        .execute(
            () -> {
              try {
                ids.load(store.store());
              } catch (RuntimeException | Error e) {
                store.failed("request ids could not be loaded: " + e, e);
                return;
              }
              turns.put(new Input.Loaded(ids));
            });
  }

  @Override
  public void goesOn() {
    workers.share();
  }

  private boolean takeTurn(Queue<Input> inputs) {
    try {
      return turn(inputs);
    } catch (RuntimeException | Error e) {
      // The partition may be anywhere between two steps; the store knows where it stands.
      store.failed("a partition failed: " + e, e);
      return true;
    }
  }

  private boolean turn(Queue<Input> inputs) {
    String end = store.end();
    if (end != null) {
      bury(end, inputs);
      return false;
    }
    Partition running = partition;
    if (running == null) {
      throw new IllegalStateException("a turn before the partition was opened");
    }
    // Read before the work: a group that is counted later is looked at again at the end.
    long groups = store.commits().groups();
    published = 0;
    takeIn(inputs, running);
    long now = store.clock().nowMillis();
    checkInbox(running, now);
    running.doWork(durableRecordNo.getAcquire(), EVENTS_PER_TURN);
    store.commits().turnEnds(published, workers.hasNext());
    boolean wants = running.wantsCommit();
    wantsCommit = wants;
    if (running.hasWork() || !inputs.isEmpty()) return true;
    if (wants && store.commits().groups() != groups) return true;
    sleepUntil(running.nextDueMillis(), wants, now);
    return false;
  }

  private void takeIn(Queue<Input> inputs, Partition running) {
    for (int taken = 0; taken < INPUTS_PER_TURN; taken++) {
      Input input = inputs.poll();
      if (input == null) break;
      enter(input, running);
    }
    letGo.take(running::letGo);
  }

  private static void enter(Input input, Partition running) {
    try {
      input.enter(running);
    } catch (RuntimeException | Error e) {
      input.refuse("a partition failed: " + e);
      throw e;
    }
  }

  private void checkInbox(Partition running, long now) {
    boolean setBack = nextInboxCheckMillis - now > INBOX_CHECK_MILLIS;
    if (now >= nextInboxCheckMillis || setBack) {
      running.checkInbox();
      nextInboxCheckMillis = now + INBOX_CHECK_MILLIS;
    }
  }

  /**
   * A partition that is full does what is due after the next commit.
   *
   * @param now when the turn began
   */
  private void sleepUntil(long due, boolean wants, long now) {
    long next = wants && due <= now ? Long.MAX_VALUE : due;
    long wakeAt = Math.min(next, nextInboxCheckMillis);
    if (wakeAt != dueMillis || wakeAt <= now) {
      dueMillis = wakeAt;
      wakeups.at(this, wakeAt);
    }
  }

  private void bury(String end, Queue<Input> inputs) {
    Partition last = partition;
    if (!ended) {
      ended = true;
      partition = null;
      wakeups.at(this, Long.MAX_VALUE);
      if (last != null) {
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
