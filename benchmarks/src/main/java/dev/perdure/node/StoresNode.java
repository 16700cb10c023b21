package dev.perdure.node;

import dev.perdure.Part;
import dev.perdure.kernel.spi.Store;
import dev.perdure.node.RunningNode.Surroundings;
import dev.perdure.store.RocksStore;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/**
 * Opens nodes on other stores than the one in their data directory. It lies in the node's package,
 * as the node's own tests do: users have no such way.
 */
public final class StoresNode {
  private StoresNode() {}

  /**
   * Opens a node. Its partitions are those of all the stores: each has {@link
   * NodeConfig#partitions}, and they are numbered on from store to store.
   *
   * @param openings open a store each, at first and again after it has failed
   */
  public static Node open(
      NodeConfig config, List<Part> parts, List<? extends Supplier<? extends Store>> openings) {
    List<StoreOpener> openers =
        openings.stream()
            .map(opening -> new StoreOpener("a store", config.partitions(), opening::get))
            .toList();
    return RunningNode.open(config, parts, openers, Surroundings.real());
  }

  /** The embedded store below a directory, as a node with these settings would open it. */
  public static Store embedded(Path dir, NodeConfig config) {
    return RocksStore.open(dir, RunningNode.storeConfig(config));
  }
}
