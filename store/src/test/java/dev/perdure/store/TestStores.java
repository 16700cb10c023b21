package dev.perdure.store;

/** Settings for tests. */
final class TestStores {
  /** Little memory, so that many can be open. */
  static final RocksStoreConfig SMALL =
      RocksStoreConfig.defaults().withPartitions(4).withBytes(8 << 20, 64 << 20, 64 << 20);

  private TestStores() {}
}
