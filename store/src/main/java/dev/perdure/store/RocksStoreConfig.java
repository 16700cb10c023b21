package dev.perdure.store;

import dev.perdure.kernel.spi.Durability;

/**
 * Settings of a {@link RocksStore}. {@link #defaults()} suits a node of two cores; change single
 * settings with the {@code with} methods.
 *
 * @param partitions how many partitions the store has, 1 to 65,535; fixed when the store is created
 * @param durability {@link Durability#SYNC} or {@link Durability#OS}
 * @param blockCacheBytes memory for blocks read from disk, with their indexes and filters
 * @param memtableBytes memory for writes that are not yet in sorted files; more means fewer, larger
 *     files
 * @param maxTotalWalBytes log that a recovery may have to read, beyond which sorted files are
 *     written: bounds the time of an opening after a crash (about 100 MB a second)
 * @param maxOpenFiles files that may be open at once
 * @param backgroundJobs threads that write and merge sorted files
 */
public record RocksStoreConfig(
    int partitions,
    Durability durability,
    long blockCacheBytes,
    long memtableBytes,
    long maxTotalWalBytes,
    int maxOpenFiles,
    int backgroundJobs) {

  /** The most partitions that a store can have. */
  public static final int MAX_PARTITIONS = 65_535;

  private static final long MIB = 1L << 20;

  public RocksStoreConfig {
    if (durability == Durability.MEMORY) {
      throw new IllegalArgumentException("durability MEMORY is MemoryStore; use SYNC or OS here");
    }
    checkRange("partitions", partitions, 1, MAX_PARTITIONS);
    checkRange("blockCacheBytes", blockCacheBytes, MIB, Long.MAX_VALUE);
    checkRange("memtableBytes", memtableBytes, MIB, Long.MAX_VALUE);
    checkRange("maxTotalWalBytes", maxTotalWalBytes, MIB, Long.MAX_VALUE);
    checkRange("maxOpenFiles", maxOpenFiles, 64, Integer.MAX_VALUE);
    checkRange("backgroundJobs", backgroundJobs, 2, 64);
  }

  /** 16 partitions, synced, 256 MiB of cache, 256 MiB of memtables, 256 MiB of log. */
  public static RocksStoreConfig defaults() {
    return new RocksStoreConfig(16, Durability.SYNC, 256 * MIB, 256 * MIB, 256 * MIB, 1024, 2);
  }

  /** The same with another number of partitions. */
  public RocksStoreConfig withPartitions(int count) {
    return new RocksStoreConfig(
        count,
        durability,
        blockCacheBytes,
        memtableBytes,
        maxTotalWalBytes,
        maxOpenFiles,
        backgroundJobs);
  }

  /** The same with another durability. */
  public RocksStoreConfig withDurability(Durability kind) {
    return new RocksStoreConfig(
        partitions,
        kind,
        blockCacheBytes,
        memtableBytes,
        maxTotalWalBytes,
        maxOpenFiles,
        backgroundJobs);
  }

  /** The same with other bounds of memory and log, all in bytes. */
  public RocksStoreConfig withBytes(long blockCache, long memtables, long maxTotalWal) {
    return new RocksStoreConfig(
        partitions, durability, blockCache, memtables, maxTotalWal, maxOpenFiles, backgroundJobs);
  }

  private static void checkRange(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(name + " must be " + least + " to " + most + ": " + value);
    }
  }
}
