package dev.perdure.testing.world;

import dev.perdure.kernel.CommitStream;
import dev.perdure.kernel.CommitStream.Progress;
import dev.perdure.kernel.Output.ActivityCall;
import dev.perdure.kernel.Partition;
import dev.perdure.kernel.StepRecord;
import dev.perdure.testing.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What runs on one store from an opening to its death: partitions, their commit stream, and the
 * activity calls that they handed out. No partition is entered twice, no commit begins in another.
 */
final class Incarnation {
  final int number;
  final int store;
  final NodeClock clock;
  final RecordQueue queue;

  /** How many of its tasks are under way, one inside the other. */
  int depth;

  private final World world;
  private final NavigableMap<Integer, Seat> seats = new TreeMap<>();
  private final List<CallRun> calls = new ArrayList<>();
  private final NodeStore seam;
  private final NodeTransport transport;
  private final CommitStream stream;
  private final Task commit = new Commit();
  private boolean committing;
  private long groups;
  private boolean open;
  private boolean dead;
  private boolean zombie;

  Incarnation(World world, int number, int store, Disk disk) {
    this.world = world;
    this.number = number;
    this.store = store;
    this.clock = new NodeClock(world);
    this.queue = new RecordQueue(world);
    this.seam = new NodeStore(world, this, disk);
    this.transport = new NodeTransport(world, this);
    this.stream = new CommitStream(seam, transport, this::released, queue);
  }

  /** Takes the store over and goes on where it was. */
  void open() {
    for (int id : world.partitionsOf(store)) {
      Seat seat = new Seat(world, this, id);
      Seat before = world.enter(seat);
      Partition.Setting setting =
          new Partition.Setting(
              world.program(),
              world.config(),
              world.placements(),
              other -> world.storeOf(other) == store,
              seam,
              transport,
              clock,
              world::entropy,
              seat);
      Partition partition = Partition.open(id, setting);
      world.leave(before);
      seat.open(partition);
      seats.put(id, seat);
      stream.add(partition.log());
    }
    open = true;
  }

  NodeStore store() {
    return seam;
  }

  boolean isAlive() {
    return open && !dead;
  }

  boolean isDead() {
    return dead;
  }

  void die() {
    dead = true;
  }

  boolean isZombie() {
    return zombie;
  }

  /** Its store has, or will have, another owner; it does not know. */
  void becomeZombie() {
    zombie = true;
  }

  /** Whether a task of it can run: it is not interrupted further out. */
  boolean mayAct() {
    return isAlive() && (depth == 0 || world.isTop(this));
  }

  Seat seat(int partition) {
    Seat seat = seats.get(partition);
    if (seat == null) {
      throw new IllegalArgumentException("not here: partition " + partition);
    }
    return seat;
  }

  Iterable<Seat> seats() {
    return seats.values();
  }

  // ---- what it could do ----------------------------------------------------------------------

  void addTasks(List<Task> tasks) {
    for (Seat seat : seats.values()) {
      seat.addTasks(tasks);
    }
    if (!committing && !queue.isEmpty()) {
      tasks.add(commit);
    }
    for (CallRun call : calls) {
      if (call.isDue(world.nowMillis()) && !seat(call.partition()).isBusy()) {
        tasks.add(call);
      }
    }
  }

  /** When it has something to do by itself, in the time of the world. */
  long nextMillis() {
    long next = Long.MAX_VALUE;
    for (Seat seat : seats.values()) {
      next = Math.min(next, seat.nextMillis());
    }
    for (CallRun call : calls) {
      next = Math.min(next, call.fromMillis());
    }
    return next;
  }

  private final class Commit implements Task {
    @Override
    public String actor() {
      return "commits of store " + store;
    }

    @Override
    public String label() {
      return Incarnation.this + " commits";
    }

    @Override
    public void run() {
      world.act(Incarnation.this, Incarnation.this::commit);
    }
  }

  /** How many groups it has committed. */
  long groups() {
    return groups;
  }

  private void commit() {
    committing = true;
    queue.begin();
    Progress progress = stream.commitNext();
    committing = false;
    switch (progress) {
      case Progress.Nothing _ -> {}
      case Progress.Released(var records) -> {
        for (StepRecord one : records) {
          seat(one.partition()).durable(one.recordNo());
        }
        groups++;
        seats.values().forEach(Seat::committed);
      }
      case Progress.Failed(var outcome) -> throw new Crash(outcome.toString());
    }
  }

  private void released(int partition, ActivityCall call) {
    world.cross(this, Crossing.CALL);
    world.checks().released(call.callId(), call.caller());
    calls.add(new CallRun(world, this, partition, call));
  }

  /** A call has come to its end. */
  void ended(CallRun call) {
    if (!world.strikes(Fault.REPEATED_ACTIVITY, this)) {
      calls.remove(call);
    }
  }

  @Override
  public String toString() {
    return "node " + number + " on store " + store;
  }
}
