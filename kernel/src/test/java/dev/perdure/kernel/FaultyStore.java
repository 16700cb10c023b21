package dev.perdure.kernel;

import dev.perdure.kernel.spi.Batch;
import dev.perdure.kernel.spi.CommitOutcome;
import dev.perdure.kernel.spi.Cursor;
import dev.perdure.kernel.spi.Durability;
import dev.perdure.kernel.spi.Epoch;
import dev.perdure.kernel.spi.Head;
import dev.perdure.kernel.spi.Store;
import dev.perdure.kernel.spi.StoreException;
import dev.perdure.kernel.spi.Write;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A store as one node sees it: each call is a crossing of the seam, and reads and commits fail by
 * chance.
 */
final class FaultyStore implements Store {
  private final FaultyWorld world;
  private final FaultyNode node;
  private final SimStore disk;

  FaultyStore(FaultyWorld world, FaultyNode node, SimStore disk) {
    this.world = world;
    this.node = node;
    this.disk = disk;
  }

  @Override
  public Durability durability() {
    return disk.durability();
  }

  @Override
  public Epoch acquire(int partition) {
    world.cross(node);
    Epoch epoch = disk.acquire(partition);
    world.commits.acquired(partition, epoch);
    world.cross(node);
    return epoch;
  }

  @Override
  public Epoch epoch(int partition) {
    world.cross(node);
    return disk.epoch(partition);
  }

  @Override
  public Head head(int partition) {
    world.cross(node);
    return disk.head(partition);
  }

  @Override
  public byte @Nullable [] get(int partition, byte[] key) {
    read();
    return disk.get(partition, key);
  }

  @Override
  public List<byte @Nullable []> multiGet(int partition, List<byte[]> keys) {
    read();
    return disk.multiGet(partition, keys);
  }

  @Override
  public Cursor scan(int partition, byte[] from, byte[] to) {
    read();
    return disk.scan(partition, from, to);
  }

  private void read() {
    world.cross(node);
    if (world.strikes(world.rates.unreadable())) {
      throw new StoreException("fault");
    }
  }

  @Override
  public CommitOutcome commit(List<Batch> group) {
    world.cross(node);
    if (world.strikes(world.rates.lostCommit())) {
      return new CommitOutcome.Unknown("not written", new IllegalStateException("fault"));
    }
    CommitOutcome outcome = disk.commit(group);
    if (outcome instanceof CommitOutcome.Committed) {
      world.commits.committed(group);
    }
    world.cross(node);
    if (outcome instanceof CommitOutcome.Committed && world.strikes(world.rates.unknownCommit())) {
      return new CommitOutcome.Unknown("written", new IllegalStateException("fault"));
    }
    return outcome;
  }

  @Override
  public void load(int partition, List<Write.Put> entries) {
    read();
    disk.load(partition, entries.subList(0, entries.size() / 2));
    world.cross(node);
    disk.load(partition, entries);
    world.cross(node);
  }

  @Override
  public void close() {}
}
