package dev.perdure.node;

import dev.perdure.Client;
import dev.perdure.MachineRef;
import dev.perdure.Part;
import dev.perdure.kernel.PartitionHost;
import dev.perdure.kernel.Placements;
import dev.perdure.kernel.Program;
import dev.perdure.kernel.spi.Clock;
import dev.perdure.kernel.spi.Entropy;
import dev.perdure.kernel.spi.Transport;
import dev.perdure.node.codec.JacksonCodec;
import dev.perdure.store.RocksStore;
import dev.perdure.store.RocksStoreConfig;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

/**
 * A node that runs: it puts together the threads, the stores and the ways in. What each does is in
 * its own class.
 */
final class RunningNode implements Node {
  /** What the threads' names begin with. */
  private static final String NAME = "perdure";

  private static final String CLOSING = "the node is closing";

  private final NodeConfig config;
  private final Stores stores;
  private final Workers workers;
  private final Wakeups wakeups;
  private final Timers timers;
  private final Releases releases;
  private final PendingReplies pending;
  private final LocalClient client;
  private final LocalIngress ingress;
  private final LocalOperator operator;
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * What surrounds a node; other than that of {@link #real} in tests.
   *
   * @param timers stopped with the node
   * @param transport what stands between its stores, around the way there is
   * @param host what stands between a partition and its threads, around the one there is
   */
  record Surroundings(
      Clock clock,
      Entropy entropy,
      Timers timers,
      UnaryOperator<Transport> transport,
      UnaryOperator<PartitionHost> host) {
    static Surroundings real() {
      SecureRandom random = new SecureRandom();
      return new Surroundings(
          System::currentTimeMillis,
          random::nextLong,
          new RealTimers(NAME),
          UnaryOperator.identity(),
          UnaryOperator.identity());
    }

    Surroundings clock(Clock other) {
      return new Surroundings(other, entropy, timers, transport, host);
    }

    Surroundings timers(Timers other) {
      return new Surroundings(clock, entropy, other, transport, host);
    }

    Surroundings transport(UnaryOperator<Transport> other) {
      return new Surroundings(clock, entropy, timers, other, host);
    }

    Surroundings host(UnaryOperator<PartitionHost> other) {
      return new Surroundings(clock, entropy, timers, transport, other);
    }
  }

  /** Opens a node on the embedded store in the data directory. */
  static RunningNode open(NodeConfig config, List<Part> parts) {
    return open(config, parts, Surroundings.real());
  }

  static RunningNode open(NodeConfig config, List<Part> parts, Surroundings surroundings) {
    StoreOpener.Opening opening = () -> RocksStore.open(config.dir(), storeConfig(config));
    if (!RocksStore.isIn(config.dir())) {
      return open(config, parts, surroundings, opening); // None is made for a wrong program.
    }
    OpeningAhead ahead = new OpeningAhead(opening);
    try {
      return open(config, parts, surroundings, ahead);
    } finally {
      ahead.drop();
    }
  }

  private static RunningNode open(
      NodeConfig config, List<Part> parts, Surroundings surroundings, StoreOpener.Opening opening) {
    var opener = new StoreOpener("node " + config.dir(), config.partitions(), opening);
    return open(config, parts, List.of(opener), surroundings);
  }

  /** The settings of the embedded store. */
  static RocksStoreConfig storeConfig(NodeConfig config) {
    return RocksStoreConfig.defaults()
        .withPartitions(config.partitions())
        .withDurability(config.durability())
        .withBytes(config.blockCacheBytes(), config.memtableBytes(), config.maxLogBytes());
  }

  /** Opens a node on some stores: the partitions of each are numbered on from those before. */
  static RunningNode open(
      NodeConfig config, List<Part> parts, List<StoreOpener> openers, Surroundings surroundings) {
    JacksonCodec codec = StartupChecks.check(parts.toArray(Part[]::new));
    RunningNode node =
        new RunningNode(config, new Program(parts, codec), codec, openers, surroundings);
    try {
      node.stores.open();
    } catch (RuntimeException | Error e) {
      node.stopThreads();
      throw e;
    }
    return node;
  }

  private RunningNode(
      NodeConfig config,
      Program program,
      JacksonCodec codec,
      List<StoreOpener> openers,
      Surroundings around) {
    this.config = config;
    String name = NAME;
    int partitions = openers.stream().mapToInt(StoreOpener::partitions).sum();
    Placements placements = new Placements(partitions);
    workers = new Workers(name, config.workers());
    wakeups = new Wakeups(name, around.clock());
    timers = around.timers();
    releases = new Releases(name);
    pending =
        new PendingReplies(config.requestTimeout(), config.requestsInFlight(), releases, timers);
    LocalTransport transport = new LocalTransport();
    NodeParts parts =
        new NodeParts(
            name,
            config,
            program,
            placements,
            around.clock(),
            around.entropy(),
            around.transport().apply(transport),
            around.host(),
            workers,
            wakeups,
            new ActivityRunner(program, config, around.entropy(), timers),
            pending);
    List<Supervisor> supervisors = new ArrayList<>();
    int first = 0;
    for (StoreOpener opener : openers) {
      supervisors.add(new Supervisor(parts, opener, first));
      first += opener.partitions();
    }
    stores = new Stores(placements, supervisors);
    transport.connect(stores);
    Requests requests = new Requests(program, stores, pending, config.maxEventBytes());
    client = new LocalClient(requests);
    ingress = new LocalIngress(requests, codec);
    operator = new LocalOperator(requests, stores, releases);
  }

  @Override
  public Client client() {
    return client;
  }

  @Override
  public Ingress ingress() {
    return ingress;
  }

  @Override
  public Operator operator() {
    return operator;
  }

  @Override
  public NodeConfig config() {
    return config;
  }

  @Override
  public int partitionOf(MachineRef<?> machine) {
    return stores.partitionOf(machine);
  }

  /** How much waits for its turn before a partition. */
  int waiting(int partition) {
    return stores.waiting(partition);
  }

  @Override
  public void close() {
    if (closing.compareAndSet(false, true)) {
      try {
        stores.refuse(CLOSING);
        boolean interrupted = awaitPending();
        stores.close(CLOSING);
        if (interrupted) Thread.currentThread().interrupt();
      } finally {
        stopThreads();
        closed.countDown();
      }
    } else {
      awaitClosed();
    }
  }

  private void awaitClosed() {
    boolean interrupted = false;
    while (closed.getCount() > 0) {
      try {
        closed.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) Thread.currentThread().interrupt();
  }

  /** Waits for the requests under way; an interrupt ends the wait, not the closing. */
  private boolean awaitPending() {
    long until = System.nanoTime() + config.closeTimeout().toNanos();
    CompletableFuture<?>[] all = pending.all().toArray(CompletableFuture[]::new);
    try {
      CompletableFuture.allOf(all).get(until - System.nanoTime(), TimeUnit.NANOSECONDS);
      return false;
    } catch (ExecutionException | TimeoutException e) {
      return false; // Refused, or left for the next opening.
    } catch (InterruptedException e) {
      return true;
    }
  }

  private void stopThreads() {
    wakeups.stop();
    workers.stop();
    timers.stop();
    pending.refuse(_ -> true, CLOSING); // Those that came in while the threads ended.
    releases.stop();
  }
}
