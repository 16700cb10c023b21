package dev.perdure.benchmarks.stores;

import dev.perdure.node.NodeConfig;
import dev.perdure.store.RocksStoreConfig;

/** The settings of a store that a node would open. */
public final class StoreSettings {
  private StoreSettings() {}

  /** Those that follow from the settings of a node. */
  public static RocksStoreConfig of(NodeConfig node) {
    return RocksStoreConfig.defaults()
        .withPartitions(node.partitions())
        .withDurability(node.durability())
        .withBytes(node.blockCacheBytes(), node.memtableBytes(), node.maxLogBytes());
  }
}
