package dev.perdure.benchmarks;

import dev.perdure.Part;
import dev.perdure.benchmarks.stores.WatchedStore;
import dev.perdure.kernel.spi.Durability;
import dev.perdure.kernel.spi.Store;
import dev.perdure.node.Node;
import dev.perdure.node.NodeConfig;
import dev.perdure.node.StoresNode;
import dev.perdure.store.MemoryStore;
import java.util.List;

/** Nodes on a store in memory that outlives them, so that what they left can be verified. */
final class MemoryPlace implements Place {
  private final NodeConfig config;
  private final Store store;

  MemoryPlace(NodeConfig config) {
    this.config = config;
    Store memory = new MemoryStore(config.partitions());
    store = new WatchedStore(memory, memory::commit, () -> {}); // The next node goes on with it.
  }

  @Override
  public NodeConfig config() {
    return config;
  }

  @Override
  public Durability durability() {
    return Durability.MEMORY;
  }

  @Override
  public Node open(List<Part> parts) {
    return StoresNode.open(config, parts, List.of(() -> store));
  }
}
