package dev.perdure.node;

import dev.perdure.kernel.Partition;
import dev.perdure.kernel.PartitionConfig;
import dev.perdure.kernel.PartitionHost;
import dev.perdure.kernel.Placements;
import dev.perdure.kernel.Program;
import dev.perdure.kernel.spi.Clock;
import dev.perdure.kernel.spi.Entropy;
import dev.perdure.kernel.spi.Transport;
import java.util.function.UnaryOperator;

/** What the stores of one node share. */
record NodeParts(
    String name,
    NodeConfig config,
    Program program,
    Placements placements,
    Clock clock,
    Entropy entropy,
    Transport transport,
    UnaryOperator<PartitionHost> around,
    Workers workers,
    Wakeups wakeups,
    ActivityRunner activities,
    PendingReplies pending) {

  /** What a partition of a store is opened with. */
  Partition.Setting setting(OpenStore opened, PartitionHost host) {
    return new Partition.Setting(
        program,
        partitionConfig(),
        placements,
        opened::holds,
        opened.store(),
        transport,
        clock,
        entropy,
        around.apply(host));
  }

  /** The bounds of one partition: settings that are for the node are shared out evenly. */
  private PartitionConfig partitionConfig() {
    return new PartitionConfig(
        Math.toIntExact(config.maxEventBytes()),
        Math.toIntExact(config.maxStateBytes()),
        config.waitingEvents(),
        config.uncommittedSteps(),
        share(config.activeMachines()),
        share(config.timersInMemory()),
        share(config.requestWindow()),
        config.requestRetention().toMillis(),
        config.activitiesRunning(),
        Math.max(1, config.inFlightBytes() / placements.partitions()));
  }

  private int share(int ofNode) {
    return Math.max(1, ofNode / placements.partitions());
  }
}
