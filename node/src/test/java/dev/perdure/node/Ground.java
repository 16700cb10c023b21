package dev.perdure.node;

import dev.perdure.Activity;
import dev.perdure.Part;
import dev.perdure.kernel.spi.Batch;
import dev.perdure.kernel.spi.CommitOutcome;
import dev.perdure.kernel.spi.Cursor;
import dev.perdure.kernel.spi.Durability;
import dev.perdure.kernel.spi.Epoch;
import dev.perdure.kernel.spi.Head;
import dev.perdure.kernel.spi.Store;
import dev.perdure.kernel.spi.StoreException;
import dev.perdure.kernel.spi.Transport;
import dev.perdure.kernel.spi.Write;
import dev.perdure.node.RunningNode.Surroundings;
import dev.perdure.store.MemoryStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Stores in memory that outlive the nodes that are opened on them, whether those were closed or
 * just left; and that fail on demand.
 */
final class Ground {
  static final int PARTITIONS = 3;

  private final List<MemoryStore> stores = new ArrayList<>();
  private UnaryOperator<Surroundings> around = UnaryOperator.identity();

  /** What happens to commits from now on. */
  enum Commits {
    DONE,
    /** Nothing is written, and the store says that it does not know. */
    LOST,
    /** It is written, and the store says that it does not know. */
    WRITTEN_UNKNOWN,
    /** Somebody else is said to own the partition. */
    FENCED
  }

  volatile Commits commits = Commits.DONE;

  /** What its stores say of themselves. */
  volatile Durability durability = Durability.MEMORY;

  /** Commits wait until this is at zero. */
  volatile CountDownLatch held = new CountDownLatch(0);

  /** How many openings fail from now on. */
  final AtomicInteger refusals = new AtomicInteger();

  /** What they fail with: an exception, or an error. */
  volatile Supplier<Throwable> refusal = () -> new StoreException("no room yet");

  /** How many stores are open. */
  final AtomicInteger open = new AtomicInteger();

  /** Counted down by every opening that was refused. */
  volatile CountDownLatch refused = new CountDownLatch(0);

  Ground(int stores) {
    for (int i = 0; i < stores; i++) {
      this.stores.add(new MemoryStore(PARTITIONS));
    }
  }

  /** Changes what surrounds its nodes from now on. */
  Ground around(UnaryOperator<Surroundings> other) {
    around = other;
    return this;
  }

  /** Puts something between the stores. */
  Ground between(UnaryOperator<Transport> transport) {
    return around(real -> real.transport(transport));
  }

  static NodeConfig config() {
    return NodeConfig.at(Path.of("in-memory")).workers(2);
  }

  RunningNode open(Part... parts) {
    return open(config(), parts);
  }

  RunningNode open(NodeConfig config, Part... parts) {
    List<StoreOpener> openers = new ArrayList<>();
    for (MemoryStore store : stores) {
      openers.add(new StoreOpener("store in memory", PARTITIONS, () -> opened(store)));
    }
    return RunningNode.open(config, List.of(parts), openers, around.apply(Surroundings.real()));
  }

  static Activity.Bound<String, String> echo() {
    return Ledger.WORK.with((request, attempt) -> request);
  }

  private Store opened(MemoryStore store) {
    if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      refused.countDown();
      if (refusal.get() instanceof Error error) throw error;
      throw (RuntimeException) refusal.get();
    }
    open.incrementAndGet();
    return new Kept(store);
  }

  /** Closing it leaves the data. */
  private final class Kept implements Store {
    private final MemoryStore store;

    Kept(MemoryStore store) {
      this.store = store;
    }

    @Override
    public Durability durability() {
      return durability;
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
      awaitRelease();
      return switch (commits) {
        case DONE -> store.commit(group);
        case LOST -> unknown();
        case WRITTEN_UNKNOWN -> {
          CommitOutcome outcome = store.commit(group);
          yield outcome instanceof CommitOutcome.Committed ? unknown() : outcome;
        }
        case FENCED -> new CommitOutcome.Fenced(group.getFirst().partition(), new Epoch(1_000_000));
      };
    }

    private void awaitRelease() {
      try {
        held.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    private static CommitOutcome unknown() {
      return new CommitOutcome.Unknown("the disk is full", new StoreException("the disk is full"));
    }

    @Override
    public void close() {
      open.decrementAndGet();
    }
  }
}
