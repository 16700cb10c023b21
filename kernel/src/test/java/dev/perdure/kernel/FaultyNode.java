package dev.perdure.kernel;

import dev.perdure.MachineRef;
import dev.perdure.kernel.CommitStream.Progress;
import dev.perdure.kernel.Output.ActivityCall;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * One incarnation of what runs on one store. Where real threads would run at the same time, one
 * interrupts the other at a crossing of a seam: a commit while a partition publishes, a partition
 * while another works or a commit is in flight. No partition is entered twice, no commit begins in
 * another.
 */
final class FaultyNode {
  final int store;
  final NavigableMap<Integer, Partition> partitions = new TreeMap<>();
  final List<Call> calls = new ArrayList<>();

  /** How many of its turns are under way, one inside the other. */
  int depth;

  private final FaultyWorld world;
  private final ArrayDeque<StepRecord> queue = new ArrayDeque<>();
  private final Map<Integer, ArrayDeque<PartitionHost.HandOver>> handOvers = new TreeMap<>();
  private final Map<Integer, Long> durable = new LinkedHashMap<>();
  private final Map<Integer, Long> told = new LinkedHashMap<>();
  private final Set<Integer> busy = new LinkedHashSet<>();
  private final ArrayDeque<OldIds> loads = new ArrayDeque<>();
  private final ArrayDeque<OldIds> loaded = new ArrayDeque<>();
  private final FaultyStore seam;
  private final CommitStream stream;
  private boolean committing;
  private boolean open;
  private boolean dead;

  /** An activity call that was handed out. */
  record Call(int partition, ActivityCall call) {}

  /** The virtual machine is gone: what it was doing stops in the middle, a handler too. */
  static final class Crash extends VirtualMachineError {
    private static final long serialVersionUID = 1L;

    Crash() {
      super("crash");
    }

    @Override
    public Throwable fillInStackTrace() {
      return this;
    }
  }

  FaultyNode(FaultyWorld world, int store, List<Integer> ids, SimStore disk) {
    this.world = world;
    this.store = store;
    seam = new FaultyStore(world, this, disk);
    FaultyTransport transport = new FaultyTransport(world, this);
    PartitionHost host =
        new PartitionHost() {
          @Override
          public void publish(StepRecord stepRecord) {
            world.cross(FaultyNode.this);
            queue.add(stepRecord);
            world.cross(FaultyNode.this);
          }

          @Override
          public void handOver(int target, HandOver handOver) {
            handOvers.computeIfAbsent(target, _ -> new ArrayDeque<>()).add(handOver);
            world.cross(FaultyNode.this);
          }

          @Override
          public void load(OldIds ids) {
            loads.add(ids);
          }
        };
    stream = new CommitStream(seam, transport, this::run, queue);
    for (int id : ids) {
      Partition partition =
          Partition.open(
              id,
              new Partition.Setting(
                  world.program,
                  world.config,
                  world.placements,
                  other -> world.storeOf(other) == store,
                  seam,
                  transport,
                  world.clock,
                  world::entropy,
                  host));
      partitions.put(id, partition);
      stream.add(partition.log());
    }
    open = true;
  }

  boolean isAlive() {
    return open && !dead;
  }

  void die() {
    dead = true;
  }

  private void run(int partition, ActivityCall call) {
    world.cross(this);
    world.callReleased(partition, call);
    calls.add(new Call(partition, call));
  }

  /** One thing of all that could happen at the moment, by chance. */
  void turn(RandomGenerator random) {
    List<Integer> ids = List.copyOf(partitions.navigableKeySet());
    int id = ids.get(random.nextInt(ids.size()));
    switch (random.nextInt(10)) {
      case 0, 1, 2, 3 -> work(id, 1 + random.nextInt(8));
      case 4, 5 -> handOver(id);
      case 6, 7 -> commit();
      case 8 -> {
        tell(id);
        load();
      }
      default -> finishCall(random);
    }
  }

  /** All others run on as far as they can while one stands still. */
  void rush() {
    for (int id : List.copyOf(partitions.navigableKeySet())) {
      ArrayDeque<PartitionHost.HandOver> waiting = handOvers.get(id);
      while (waiting != null && !waiting.isEmpty() && !busy.contains(id)) {
        PartitionHost.HandOver next = waiting.remove();
        enter(id, partition -> world.checkFill(partition, () -> partition.take(next)));
      }
      work(id, 8);
    }
    commit();
  }

  /** Whether anything happened, or may happen without time. */
  boolean moves() {
    boolean moved = false;
    for (int id : partitions.navigableKeySet()) {
      tell(id);
      moved |= work(id, 64) > 0;
      for (ArrayDeque<PartitionHost.HandOver> waiting = handOvers.get(id);
          waiting != null && !waiting.isEmpty(); ) {
        partition(id).take(waiting.remove());
        moved = true;
      }
    }
    moved |= !queue.isEmpty();
    commit();
    while (!loads.isEmpty() || !loaded.isEmpty()) {
      load();
      moved = true;
    }
    while (!calls.isEmpty()) {
      world.finish(calls.removeFirst());
      moved = true;
    }
    return moved;
  }

  int work(int id, int budget) {
    if (!busy.add(id)) {
      return 0;
    }
    int done = partition(id).doWork(told.getOrDefault(id, 0L), budget);
    world.checkWindows(partition(id));
    busy.remove(id);
    return done;
  }

  /** Loads request ids, or has their partition hear that they are loaded. */
  private void load() {
    OldIds done = loaded.peek();
    if (done != null && enter(done.partition(), partition -> partition.loaded(done))) {
      loaded.remove();
    }
    OldIds next = loads.poll();
    if (next != null) {
      next.load(seam);
      loaded.add(next);
    }
  }

  private void tell(int id) {
    Long upTo = durable.get(id);
    if (upTo != null) {
      told.put(id, upTo);
    }
  }

  private void handOver(int id) {
    ArrayDeque<PartitionHost.HandOver> waiting = handOvers.get(id);
    if (waiting == null || waiting.isEmpty() || busy.contains(id)) {
      return;
    }
    if (world.strikes(world.rates.lostHandOver())) {
      waiting.remove();
      return;
    }
    boolean late = world.strikes(world.rates.lostHandOver());
    PartitionHost.HandOver next = late ? waiting.removeLast() : waiting.remove();
    enter(id, partition -> world.checkFill(partition, () -> partition.take(next)));
  }

  private void finishCall(RandomGenerator random) {
    if (!calls.isEmpty()) {
      Call call = calls.get(random.nextInt(calls.size()));
      if (!world.strikes(world.rates.repeat())) {
        calls.remove(call);
      }
      world.finish(call);
    }
  }

  /** Something comes in; false when the partition's thread is elsewhere. */
  boolean enter(int id, java.util.function.Consumer<Partition> entry) {
    if (!busy.add(id)) {
      return false;
    }
    entry.accept(partition(id));
    busy.remove(id);
    return true;
  }

  boolean enter(MachineRef<?> ref, java.util.function.Consumer<Partition> entry) {
    return enter(world.placements.partitionOf(ref), entry);
  }

  private Partition partition(int id) {
    Partition partition = partitions.get(id);
    if (partition == null) {
      throw new IllegalArgumentException("not here: partition " + id);
    }
    return partition;
  }

  void commit() {
    if (committing) {
      return;
    }
    committing = true;
    Progress progress = stream.commitNext();
    committing = false;
    switch (progress) {
      case Progress.Nothing _ -> {}
      case Progress.Released(var records) ->
          records.forEach(one -> durable.merge(one.partition(), one.recordNo, Math::max));
      case Progress.Failed _ -> throw new Crash();
    }
  }
}
