package dev.perdure.benchmarks.stores;

import dev.perdure.MachineRef;
import dev.perdure.Part;
import dev.perdure.kernel.spi.Store;
import dev.perdure.node.Node;
import dev.perdure.node.NodeConfig;
import dev.perdure.node.StoresNode;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Two embedded stores below one directory, for one node at a time; their commits are counted. */
public final class TwoStores {
  private final NodeConfig config;
  private final AtomicLong commits = new AtomicLong();

  /**
   * Stores that may not be there yet.
   *
   * @param config for both, but that each has a directory of its own in that of the settings
   */
  public TwoStores(NodeConfig config) {
    this.config = config;
  }

  /** Opens a node on both. */
  public Node open(List<Part> parts) {
    List<Supplier<Store>> openings =
        Stream.of("first", "second").<Supplier<Store>>map(name -> () -> store(name)).toList();
    return StoresNode.open(config, parts, openings);
  }

  private Store store(String name) {
    Store store = StoresNode.embedded(config.dir().resolve(name), config);
    return new WatchedStore(
        store,
        group -> {
          commits.incrementAndGet();
          return store.commit(group);
        });
  }

  /** How many groups were committed to either. */
  public long commits() {
    return commits.get();
  }

  /** Which of the stores of a node a machine is in, 0 or 1. */
  public static int of(Node node, MachineRef<?> machine) {
    return node.partitionOf(machine) / node.config().partitions();
  }
}
