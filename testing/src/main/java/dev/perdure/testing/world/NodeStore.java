package dev.perdure.testing.world;

import dev.perdure.kernel.spi.Batch;
import dev.perdure.kernel.spi.CommitOutcome;
import dev.perdure.kernel.spi.Cursor;
import dev.perdure.kernel.spi.Durability;
import dev.perdure.kernel.spi.Epoch;
import dev.perdure.kernel.spi.Head;
import dev.perdure.kernel.spi.Store;
import dev.perdure.kernel.spi.StoreException;
import dev.perdure.kernel.spi.Write;
import dev.perdure.testing.Fault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A store as one incarnation sees it: each call crosses the seam, and commits go wrong. */
final class NodeStore implements Store {
  private static final long LONGEST_FULL_MILLIS = 8_000;

  private final World world;
  private final Incarnation node;
  private final Disk disk;
  private final Map<Integer, Epoch> acquired = new HashMap<>();

  NodeStore(World world, Incarnation node, Disk disk) {
    this.world = world;
    this.node = node;
    this.disk = disk;
  }

  @Override
  public Durability durability() {
    return Durability.SYNC;
  }

  @Override
  public Epoch acquire(int partition) {
    world.cross(node, Crossing.EPOCH);
    if (isFull()) {
      throw failed("the disk is full");
    }
    settle();
    Epoch epoch = disk.acquire(partition);
    acquired.put(partition, epoch);
    world.checks().acquired(partition, epoch);
    world.cross(node, Crossing.EPOCH_TAKEN);
    return epoch;
  }

  @Override
  public Epoch epoch(int partition) {
    world.cross(node, Crossing.ONLY_READS);
    Epoch current = disk.epoch(partition);
    // The stream asks before it releases what needs no commit: from here on that is history.
    if (current.equals(acquired.get(partition)) && node.queue.onlyReads()) {
      world.committed(node.queue.group());
    }
    return current;
  }

  /** What an earlier owner left in the log, dead or in the middle of a commit. */
  private void settle() {
    Disk.Tail tail = disk.tail();
    if (tail == null) {
      return;
    }
    if (!tail.isSynced()) {
      if (strikes(Fault.POWER_LOSS)) {
        tail.cut(0);
      } else if (tail.size() > 1 && strikes(Fault.TORN_WRITE)) {
        tail.cut(1 + world.chances.pick("what is left of a torn write", tail.size() - 1));
      }
    }
    disk.settle(tail);
  }

  @Override
  public Head head(int partition) {
    world.cross(node, Crossing.OPENING_HEAD);
    Head head = disk.head(partition);
    world.checks().found(partition, head.batchNo());
    return head;
  }

  @Override
  public byte @Nullable [] get(int partition, byte[] key) {
    read(Crossing.GET);
    return disk.get(partition, key);
  }

  @Override
  public List<byte @Nullable []> multiGet(int partition, List<byte[]> keys) {
    read(Crossing.GET);
    List<byte @Nullable []> found = new ArrayList<>(keys.size());
    for (byte[] key : keys) {
      found.add(disk.get(partition, key));
    }
    return found;
  }

  @Override
  public Cursor scan(int partition, byte[] from, byte[] to) {
    read(node.isAlive() ? Crossing.SCAN : Crossing.OPENING_SCAN);
    return disk.scan(partition, from, to);
  }

  private void read(Crossing crossing) {
    world.cross(node, crossing);
    if (strikes(Fault.FAILED_READ)) {
      world.unread();
      throw failed("a read failed");
    }
  }

  @Override
  public CommitOutcome commit(List<Batch> group) {
    world.cross(node, Crossing.COMMIT);
    if (isFull() || strikes(Fault.DISK_FULL)) {
      if (!isFull()) {
        disk.fullUntilMillis =
            world.nowMillis() + 1 + world.chances.pick("full for", (int) LONGEST_FULL_MILLIS);
      }
      return unknown("the disk is full");
    }
    if (strikes(Fault.LOST_COMMIT)) {
      return unknown("the commit did not arrive");
    }
    for (Batch batch : group) {
      world.checks().found(batch.partition(), disk.head(batch.partition()).batchNo());
    }
    CommitOutcome.Fenced fenced = disk.fence(group);
    if (fenced != null) {
      return fenced;
    }
    settle();
    Disk.Tail tail = disk.append(group, node.queue.group());
    world.cross(node, Crossing.COMMIT_WRITTEN);
    if (strikes(Fault.FAILED_SYNC)) {
      return unknown("the sync failed");
    }
    disk.sync(tail);
    world.cross(node, Crossing.COMMIT_SYNCED);
    if (!disk.finish(tail)) {
      return disk.fencedBy(group.getFirst().partition());
    }
    world.cross(node, Crossing.COMMIT_APPLIED);
    return strikes(Fault.LOST_OUTCOME)
        ? unknown("the answer was lost")
        : new CommitOutcome.Committed();
  }

  @Override
  public void load(int partition, List<Write.Put> entries) {
    world.cross(node, Crossing.LOAD);
    if (isFull()) {
      throw failed("the disk is full");
    }
    disk.load(partition, entries.subList(0, entries.size() / 2));
    world.cross(node, Crossing.LOAD_HALF);
    disk.load(partition, entries);
    world.cross(node, Crossing.LOADED);
  }

  private boolean isFull() {
    return world.nowMillis() < disk.fullUntilMillis && !world.chances.isCalm();
  }

  private boolean strikes(Fault fault) {
    if (!world.chances.strikes(fault)) {
      return false;
    }
    world.struck(fault, node);
    return true;
  }

  private static StoreException failed(String reason) {
    return new StoreException(reason, new InjectedException(reason));
  }

  private static CommitOutcome unknown(String reason) {
    return new CommitOutcome.Unknown(reason, new InjectedException(reason));
  }

  @Override
  public void close() {}
}
