package dev.perdure.kernel;

import dev.perdure.kernel.CommitStream.Progress;
import dev.perdure.kernel.Output.ActivityCall;
import dev.perdure.kernel.spi.Store;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * One incarnation of what runs on one store: its partitions, their commit stream, and what is on
 * its way between them. A crash drops it as a whole.
 */
final class SimNode {
  final SequencedMap<Integer, Partition> partitions = new TreeMap<>();
  final List<Running> calls = new ArrayList<>();
  private final CommitStream stream;
  private final ArrayDeque<StepRecord> queue = new ArrayDeque<>();
  private final Map<Integer, ArrayDeque<PartitionHost.HandOver>> handOvers = new TreeMap<>();
  private final ArrayDeque<OldIds> loads = new ArrayDeque<>();
  private final Store store;
  private final Map<Integer, Long> durable = new LinkedHashMap<>();
  private final Map<Integer, Long> told = new LinkedHashMap<>();
  private final Consumer<Partition> watcher;
  private boolean dead;

  /** An activity call that was handed out. */
  record Running(int partition, ActivityCall call) {}

  /**
   * @param watcher looks at each partition after it has worked
   */
  SimNode(
      List<Integer> ids,
      Function<PartitionHost, Partition.Setting> setting,
      Consumer<Partition> watcher) {
    this.watcher = watcher;
    PartitionHost host =
        new PartitionHost() {
          @Override
          public void publish(StepRecord stepRecord) {
            queue.add(stepRecord);
          }

          @Override
          public void handOver(int target, HandOver handOver) {
            handOvers.computeIfAbsent(target, _ -> new ArrayDeque<>()).add(handOver);
          }

          @Override
          public void load(OldIds ids) {
            loads.add(ids);
          }
        };
    Partition.Setting shared = setting.apply(host);
    store = shared.store();
    stream =
        new CommitStream(
            shared.store(),
            shared.transport(),
            (partition, call) -> calls.add(new Running(partition, call)),
            queue);
    for (int id : ids) {
      Partition partition = Partition.open(id, shared);
      partitions.put(id, partition);
      stream.add(partition.log());
    }
  }

  boolean hasLoads() {
    return !loads.isEmpty();
  }

  /** Loads request ids. */
  void load() {
    OldIds ids = loads.remove();
    ids.load(store);
    partition(ids.partition()).loaded(ids);
  }

  /** A step of one partition, up to so many events; returns how much was done. */
  int work(int partition, int budget) {
    Partition worker = partition(partition);
    int done = worker.doWork(told.getOrDefault(partition, 0L), budget);
    watcher.accept(worker);
    return done;
  }

  Partition partition(int id) {
    Partition partition = partitions.get(id);
    if (partition == null) {
      throw new IllegalArgumentException("not here: partition " + id);
    }
    return partition;
  }

  boolean hasRecords() {
    return !queue.isEmpty();
  }

  /** Commits what is queued. Afterwards the stream may be dead. */
  Progress commit() {
    Progress progress = stream.commitNext();
    switch (progress) {
      case Progress.Nothing _ -> {}
      case Progress.Released(var records) ->
          records.forEach(one -> durable.merge(one.partition(), one.recordNo, Math::max));
      case Progress.Failed _ -> dead = true;
    }
    return progress;
  }

  boolean isDead() {
    return dead;
  }

  boolean isToldAll() {
    return durable.equals(told);
  }

  /** Lets one partition know how far it is durable. */
  void tell(int partition) {
    Long upTo = durable.get(partition);
    if (upTo != null) {
      told.put(partition, upTo);
    }
  }

  boolean hasHandOvers() {
    return handOvers.values().stream().anyMatch(waiting -> !waiting.isEmpty());
  }

  /** Hands over what waits for one partition first; out of order when so wished. */
  boolean handOver(int partition, boolean outOfOrder) {
    ArrayDeque<PartitionHost.HandOver> waiting = handOvers.get(partition);
    PartitionHost.HandOver next =
        waiting == null ? null : outOfOrder ? waiting.pollLast() : waiting.poll();
    if (next == null) {
      return false;
    }
    partition(partition).take(next);
    return true;
  }

  /** A partition that has events to hand over to it, or any. */
  int anyPartition(RandomGenerator random) {
    List<Integer> ids = List.copyOf(partitions.sequencedKeySet());
    return ids.get(random.nextInt(ids.size()));
  }
}
