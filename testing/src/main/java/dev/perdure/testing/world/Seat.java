package dev.perdure.testing.world;

import static java.util.Objects.requireNonNull;

import dev.perdure.kernel.OldIds;
import dev.perdure.kernel.Partition;
import dev.perdure.kernel.PartitionHost;
import dev.perdure.kernel.RecordView;
import dev.perdure.kernel.StepObserver;
import dev.perdure.kernel.StepRecord;
import dev.perdure.kernel.spi.RarePath;
import dev.perdure.kernel.spi.RarePaths;
import dev.perdure.testing.Fault;
import dev.perdure.testing.Violation;
import dev.perdure.testing.check.Observed;
import dev.perdure.testing.check.Published;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One partition in one incarnation: what waits for it, when it wants to work, and what it was seen
 * to do since it last published.
 */
final class Seat implements PartitionHost, StepObserver, RarePaths {
  private static final int[] BUDGETS = {64, 1, 4};
  private static final int LONGEST_LOAD_MILLIS = 1_000;

  final int id;
  private final World world;
  private final Incarnation node;
  private final ArrayDeque<HandOver> handOvers = new ArrayDeque<>();
  private final Task work = new Work();
  private final Task handOver = new TakeHandOver();
  private final Task load = new Load();
  private final Task takeLoaded = new TakeLoaded();
  private final MemoryBounds bounds;
  private List<Observed> observed = new ArrayList<>(2);

  /** The step whose handler ran last. */
  private @Nullable WatchedStep watched;

  /** Request ids to load, and such that are. */
  private @Nullable OldIds loading;

  private long loadFromMillis;
  private boolean loadUnderWay;

  private @Nullable OldIds loaded;

  private @Nullable Partition partition;

  /** Whether a read of the store failed since it was opened. */
  private boolean unread;

  private boolean busy;
  private boolean wantsWork = true;

  /** Whether the completion of a commit, of whatever partitions, may give it work. */
  private boolean wantsCommit;

  private boolean hasLooked;
  private long dueMillis = Long.MAX_VALUE;
  private long durable;
  private long told;

  Seat(World world, Incarnation node, int id) {
    this.world = world;
    this.node = node;
    this.id = id;
    this.bounds = new MemoryBounds(id, world.config());
  }

  /** Takes the partition, once it is open. */
  void open(Partition opened) {
    partition = opened;
  }

  Partition partition() {
    return requireNonNull(partition, "not open");
  }

  boolean isBusy() {
    return busy;
  }

  // ---- what it could do ----------------------------------------------------------------------

  void addTasks(List<Task> tasks) {
    if (loading != null && !loadUnderWay && loadFromMillis <= world.nowMillis()) {
      tasks.add(load);
    }
    if (busy || partition == null) {
      return;
    }
    if (wantsWork || durable > told || dueMillis <= node.clock.nowMillis()) {
      tasks.add(work);
    }
    if (!handOvers.isEmpty()) {
      tasks.add(handOver);
    }
    if (loaded != null) {
      tasks.add(takeLoaded);
    }
  }

  /** When it has something to do by itself, in the time of the world. */
  long nextMillis() {
    long due = dueMillis == Long.MAX_VALUE ? dueMillis : dueMillis - node.clock.offMillis();
    return loading == null ? due : Math.min(due, loadFromMillis);
  }

  private final class Work implements Task {
    @Override
    public String actor() {
      return "partition " + id;
    }

    @Override
    public String label() {
      return "partition " + id + " of " + node + " works";
    }

    @Override
    public void run() {
      world.act(node, Seat.this::work);
    }
  }

  private final class TakeHandOver implements Task {
    @Override
    public String actor() {
      return "partition " + id;
    }

    @Override
    public String label() {
      return "partition " + id + " of " + node + " takes a message";
    }

    @Override
    public void run() {
      world.act(node, Seat.this::takeHandOver);
    }
  }

  private final class Load implements Task {
    @Override
    public String actor() {
      return "loads of partition " + id;
    }

    @Override
    public String label() {
      return "partition " + id + " of " + node + " loads request ids";
    }

    @Override
    public void run() {
      world.act(node, Seat.this::load);
    }
  }

  private final class TakeLoaded implements Task {
    @Override
    public String actor() {
      return "partition " + id;
    }

    @Override
    public String label() {
      return "partition " + id + " of " + node + " hears that request ids are loaded";
    }

    @Override
    public void run() {
      world.act(node, Seat.this::takeLoaded);
    }
  }

  private void load() {
    OldIds ids = requireNonNull(loading, "nothing to load");
    loadUnderWay = true;
    ids.load(node.store());
    loadUnderWay = false;
    loading = null;
    loaded = ids;
  }

  private void takeLoaded() {
    OldIds ids = requireNonNull(loaded, "nothing is loaded");
    loaded = null;
    enter(mine -> mine.loaded(ids));
  }

  private void work() {
    busy = true;
    Seat before = world.enter(this);
    if (durable > told && !(told > 0 && world.strikes(Fault.LATE_NEWS, node))) {
      told = durable;
    }
    int budget = BUDGETS[world.chances.isCalm() ? 0 : world.chances.pick("budget", BUDGETS.length)];
    Partition mine = partition();
    long groups = node.groups();
    if (!hasLooked) {
      // What a former owner committed into its inbox while the partitions of the store were opened.
      hasLooked = true;
      mine.checkInbox();
    }
    mine.doWork(told, budget);
    bounds.worked(mine, told, loading != null || loaded != null);
    wantsCommit = mine.wantsCommit();
    wantsWork = mine.hasWork() || (wantsCommit && node.groups() != groups);
    long due = mine.nextDueMillis();
    // One that is full does what is due after the next commit.
    dueMillis = wantsCommit && due <= node.clock.nowMillis() ? Long.MAX_VALUE : due;
    world.leave(before);
    busy = false;
  }

  private void takeHandOver() {
    if (world.strikes(Fault.LOST_HAND_OVER, node)) {
      handOvers.remove();
      world.lostHandOver();
      return;
    }
    boolean early = handOvers.size() > 1 && world.strikes(Fault.EARLY_HAND_OVER, node);
    HandOver next = early ? handOvers.removeLast() : handOvers.remove();
    deliver(mine -> mine.take(next));
  }

  /** A message or a request comes in. */
  void deliver(Consumer<Partition> entry) {
    int ready = partition().inMemory().ready();
    enter(entry);
    bounds.entered(ready, partition().inMemory().ready());
  }

  /** Something comes in. */
  void enter(Consumer<Partition> entry) {
    if (busy) {
      throw new IllegalStateException("partition " + id + " is entered twice");
    }
    busy = true;
    wantsWork = true;
    Seat before = world.enter(this);
    entry.accept(partition());
    world.leave(before);
    busy = false;
  }

  @Override
  public void load(OldIds ids) {
    loading = ids;
    loadFromMillis =
        world.strikes(Fault.SLOW_LOAD, node)
            ? world.nowMillis() + 1 + world.chances.pick("a load takes", LONGEST_LOAD_MILLIS)
            : world.nowMillis();
  }

  /** A record of it is durable. */
  void durable(long recordNo) {
    durable = Math.max(durable, recordNo);
  }

  /** A group is committed, of whatever partitions. */
  void committed() {
    wantsWork |= wantsCommit;
  }

  /** Looks at its inbox, as it does now and then. */
  void checkInbox() {
    if (!busy && partition != null) {
      enter(Partition::checkInbox);
    }
  }

  // ---- what it does --------------------------------------------------------------------------

  /** A read of the store failed: nothing that comes after may count, whoever caught it. */
  void unread() {
    unread = true;
  }

  @Override
  public void publish(StepRecord stepRecord) {
    if (unread) {
      throw new Violation(
          "G8: a step of partition %d counts, though a read of the store failed".formatted(id));
    }
    world.cross(node, Crossing.PUBLISH);
    Published published =
        new Published(RecordView.of(stepRecord), observed, node.clock.nowMillis(), told);
    observed = new ArrayList<>(2);
    bounds.published(published.view());
    world.requests.goesOutWith(published);
    node.queue.add(stepRecord, published);
    world.cross(node, Crossing.PUBLISHED);
  }

  @Override
  public void handOver(int target, HandOver message) {
    node.seat(target).handOvers.add(message);
    world.cross(node, Crossing.HAND_OVER);
  }

  @Override
  public StepObserver observer() {
    return this;
  }

  @Override
  public RarePaths rarePaths() {
    return this;
  }

  @Override
  public boolean takes(RarePath path) {
    return world.chances.strikes(
        switch (path) {
          case PASSIVATE -> Fault.PASSIVATION;
          case FRESH_BEHAVIOUR -> Fault.LOST_FIELDS;
          case READ_STATE, READ_EVENT -> Fault.READ_BACK;
          case LET_GO, LOAD_ALONE, SHORT_READ, SHORT_FRAME, SEND_AGAIN -> Fault.LONG_WAY;
        });
  }

  /** A handler begins. */
  void watch(WatchedStep step) {
    watched = step;
  }

  @Override
  public void observe(Observation observation) {
    if (observation instanceof Stepped step) {
      WatchedStep by = requireNonNull(watched, "a step without a handler");
      byte[] event = world.stood(step);
      observed.add(new Observed(step, event, by.effects(), by.now()));
    } else {
      observed.add(new Observed(observation, new byte[0], List.of(), Instant.EPOCH));
    }
  }
}
