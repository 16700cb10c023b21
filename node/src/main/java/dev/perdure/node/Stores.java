package dev.perdure.node;

import dev.perdure.MachineRef;
import dev.perdure.UnavailableException;
import dev.perdure.kernel.Placements;
import dev.perdure.kernel.spi.Store;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The stores of a node, and which of them a partition is in. */
final class Stores {
  private final Placements placements;
  private final List<Supervisor> supervisors;
  private final Supervisor[] byPartition;

  /** Why no request is taken any more; null as long as they are. */
  private volatile @Nullable String closing;

  Stores(Placements placements, List<Supervisor> supervisors) {
    this.placements = placements;
    this.supervisors = List.copyOf(supervisors);
    this.byPartition = new Supervisor[placements.partitions()];
    for (int i = 0; i < byPartition.length; i++) {
      int partition = i;
      byPartition[i] =
          supervisors.stream().filter(one -> one.holds(partition)).findFirst().orElseThrow();
    }
  }

  int partitions() {
    return byPartition.length;
  }

  int partitionOf(MachineRef<?> machine) {
    return placements.partitionOf(machine);
  }

  /** Brings something from outside to a partition, or refuses it. */
  void put(int partition, Input input) {
    String refusal = closing;
    if (refusal != null) {
      input.refuse(refusal);
    } else {
      byPartition[partition].put(partition, input);
    }
  }

  /** Brings something from within the node to a partition; lost when its store does not serve. */
  void pass(int partition, Input input) {
    if (partition >= 0 && partition < byPartition.length) {
      byPartition[partition].put(partition, input);
    }
  }

  /**
   * The store of a partition, for reading.
   *
   * @throws UnavailableException while it does not serve
   */
  Store storeOf(int partition) {
    return byPartition[partition].store();
  }

  /** How much waits for its turn before a partition. */
  int waiting(int partition) {
    return byPartition[partition].waiting(partition);
  }

  /** Takes no more requests. */
  void refuse(String reason) {
    closing = reason;
  }

  /** Opens all. When one cannot be opened, those before it are closed again. */
  void open() {
    int opened = 0;
    try {
      for (Supervisor supervisor : supervisors) {
        supervisor.open();
        opened++;
      }
    } catch (RuntimeException | Error e) {
      supervisors.subList(0, opened).forEach(one -> one.close("the node could not be opened"));
      throw e;
    }
  }

  void close(String reason) {
    supervisors.forEach(one -> one.close(reason));
  }

  NodeStatistics statistics() {
    StatisticsSum sum = new StatisticsSum();
    Optional<String> outage = Optional.empty();
    for (Supervisor supervisor : supervisors) {
      supervisor.collect(sum);
      outage = outage.or(supervisor::outage);
    }
    return sum.total(outage);
  }
}
