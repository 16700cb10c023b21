package dev.perdure.node;

import dev.perdure.Client;
import dev.perdure.MachineRef;
import dev.perdure.OverloadedException;
import dev.perdure.ReplyTo;
import dev.perdure.RequestId;
import dev.perdure.kernel.PartitionHost;
import dev.perdure.node.RunningNode.Surroundings;
import dev.perdure.store.RocksStore;
import dev.perdure.store.RocksStoreConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The process that {@link RingKillIT} kills: holds the ring, says whether every token is there
 * exactly once and the tally is right, lets it go, and reports that it goes on.
 *
 * <p>Arguments: the data directory, a seed, and {@code right} or {@code hand-over-first}.
 */
final class RingMain {
  static final int TOKENS = 64;

  private static final int PARTITIONS = 8;
  private static final int WORKERS = 16;
  private static final int UNCOMMITTED = 256; // Or tokens run ahead for seconds when commits lag.
  private static final int RECORDS_PER_REPORT = 50;
  private static final Duration SETTLE = Duration.ofSeconds(10);

  private RingMain() {}

  public static void main(String[] arguments) throws InterruptedException {
    boolean right = arguments[2].equals("right");
    SplittableRandom seeds = new SplittableRandom(Long.parseLong(arguments[1]));
    AtomicLong records = new AtomicLong();
    Runnable published =
        () -> {
          if (records.incrementAndGet() % RECORDS_PER_REPORT == 0) System.out.println("records");
        };
    Surroundings shaken = Surroundings.real().host(host -> host(host, published, right, seeds));
    NodeConfig config = NodeConfig.at(Path.of(arguments[0])).partitions(PARTITIONS);
    RocksStoreConfig store = RocksStoreConfig.defaults().withPartitions(PARTITIONS);
    StoreOpener opener =
        new StoreOpener("ring", PARTITIONS, () -> RocksStore.open(config.dir(), store));
    RunningNode node =
        RunningNode.open(
            config.workers(WORKERS).uncommittedSteps(UNCOMMITTED),
            List.of(Carrier.DEFINITION),
            List.of(opener),
            shaken);
    Client client = node.client();
    for (int i = 0; i < TOKENS; i++) {
      // The same request ids in every life: each token comes into the ring once.
      int token = i;
      ask(client, RequestId.of("begin-" + i), i, to -> new Carrier.Begin(token, to));
    }
    all(client, Carrier.Hold::new);
    System.out.println(account(client));
    all(client, Carrier.Go::new);
    System.out.println("going");
    Thread.currentThread().join(); // Until it is killed.
  }

  private static synchronized PartitionHost host(
      PartitionHost real, Runnable published, boolean right, SplittableRandom seeds) {
    return right
        ? ShakenHost.right(real, published, seeds.nextLong())
        : ShakenHost.handingOverFirst(real, published, seeds.nextLong());
  }

  private static void all(Client client, Function<ReplyTo<Boolean>, Carrier.Event> event) {
    for (int i = 0; i < Carrier.MACHINES; i++) ask(client, RequestId.unique(), i, event);
  }

  private static void ask(
      Client client, RequestId id, int machine, Function<ReplyTo<Boolean>, Carrier.Event> event) {
    untilTaken(() -> client.ask(id, Carrier.ref(machine), Boolean.class, event));
  }

  /** Asks again while the partition is full: tokens run ahead of commits as far as they may. */
  private static <R> R untilTaken(Supplier<CompletableFuture<R>> request) {
    while (true) {
      try {
        return request.get().join();
      } catch (CompletionException e) {
        if (!(e.getCause() instanceof OverloadedException full)) throw e;
        LockSupport.parkNanos(full.retryAfter().toNanos());
      }
    }
  }

  /** Waits until what was on its way has come, and says how things are. */
  private static String account(Client client) {
    long until = System.nanoTime() + SETTLE.toNanos();
    while (true) {
      String account = accountNow(client);
      if (account.startsWith("exact") || System.nanoTime() > until) return account;
    }
  }

  private static String accountNow(Client client) {
    BitSet there = new BitSet();
    int kept = 0;
    long takenByMachines = 0;
    long takenOfTokens = 0;
    for (int i = 0; i < Carrier.MACHINES; i++) {
      MachineRef<Carrier.Event> machine = Carrier.ref(i);
      Carrier.Held held =
          untilTaken(() -> client.query(machine, Carrier.Held.class, Carrier.Read::new));
      takenByMachines += held.taken();
      for (Carrier.Token token : held.tokens()) {
        kept++;
        there.set(token.token());
        takenOfTokens += token.taken();
      }
    }
    boolean exact =
        kept == TOKENS && there.cardinality() == TOKENS && takenByMachines == takenOfTokens;
    return "%s %d: %d tokens, %d of %d there, taken %d times by the machines' count, %d by the tokens'"
        .formatted(
            exact ? "exact" : "wrong",
            takenByMachines,
            kept,
            there.cardinality(),
            TOKENS,
            takenByMachines,
            takenOfTokens);
  }
}
