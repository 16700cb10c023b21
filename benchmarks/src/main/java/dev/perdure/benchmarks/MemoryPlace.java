package dev.perdure.benchmarks;

import dev.perdure.Part;
import dev.perdure.kernel.spi.Batch;
import dev.perdure.kernel.spi.CommitOutcome;
import dev.perdure.kernel.spi.Cursor;
import dev.perdure.kernel.spi.Durability;
import dev.perdure.kernel.spi.Epoch;
import dev.perdure.kernel.spi.Head;
import dev.perdure.kernel.spi.Store;
import dev.perdure.kernel.spi.Write;
import dev.perdure.node.Node;
import dev.perdure.node.NodeConfig;
import dev.perdure.node.StoresNode;
import dev.perdure.store.MemoryStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Nodes on a store in memory that outlives them, so that what they left can be verified. */
final class MemoryPlace implements Place {
  private final NodeConfig config;
  private final Lasting store;

  MemoryPlace(NodeConfig config) {
    this.config = config;
    store = new Lasting(new MemoryStore(config.partitions()));
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

  /** Closing it leaves the data. */
  private record Lasting(MemoryStore store) implements Store {
    @Override
    public Durability durability() {
      return store.durability();
    }

    @Override
    public Epoch acquire(int partition) {
      return store.acquire(partition);
    }

    @Override
    public Epoch epoch(int partition) {
      return store.epoch(partition);
    }

    @Override
    public Head head(int partition) {
      return store.head(partition);
    }

    @Override
    public byte @Nullable [] get(int partition, byte[] key) {
      return store.get(partition, key);
    }

    @Override
    public List<byte @Nullable []> multiGet(int partition, List<byte[]> keys) {
      return store.multiGet(partition, keys);
    }

    @Override
    public Cursor scan(int partition, byte[] from, byte[] to) {
      return store.scan(partition, from, to);
    }

    @Override
    public void load(int partition, List<Write.Put> entries) {
      store.load(partition, entries);
    }

    @Override
    public CommitOutcome commit(List<Batch> group) {
      return store.commit(group);
    }

    @Override
    public void close() {
      // The next node goes on with it.
    }
  }
}
