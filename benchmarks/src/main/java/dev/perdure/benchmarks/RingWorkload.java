package dev.perdure.benchmarks;

import dev.perdure.Client;
import dev.perdure.MachineRef;
import dev.perdure.RequestId;
import dev.perdure.node.Node;
import dev.perdure.node.NodeConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * A ring of a hundred machines passes tokens, each hop a durable step. Latencies are those of a
 * probe: one client that asks a random member and waits for the durable answer, over and over.
 */
public final class RingWorkload {
  private static final int MACHINES = 100;
  private static final int BARE_BYTES = 400;
  private static final int BARE_APPENDS = 1_000;
  private static final Duration LONGEST_STOP = Duration.ofSeconds(30);

  private final NodeConfig config;
  private final int tokens;
  private final Duration warmUp;
  private final Duration length;

  /**
   * @param warmUp run before measuring begins
   */
  public RingWorkload(NodeConfig config, int tokens, Duration warmUp, Duration length) {
    if (tokens < 1) {
      throw new IllegalArgumentException("tokens must be >= 1: " + tokens);
    }
    this.config = config;
    this.tokens = tokens;
    this.warmUp = warmUp;
    this.length = length;
  }

  /**
   * Runs it on a data directory that holds nothing else. Steps are counted at the members, twice,
   * while the tokens go round; the time is that from before the first counting until after the
   * second, so the steps per second are a lower bound. Verified means: closed and opened again, no
   * token is lost and each was taken as often as it was passed.
   */
  public Result run() throws InterruptedException {
    return run(config);
  }

  /** Runs it; what is durable is read from a node with the settings of {@code reopened}. */
  Result run(NodeConfig reopened) throws InterruptedException {
    Path disk = BareAppend.diskOf(config.dir());
    double before = BareAppend.measure(disk, BARE_BYTES, BARE_APPENDS).micros(0.5);
    Latencies latencies = new Latencies();
    long steps;
    double seconds;
    RingMember.Tally atRest;
    try (Node node = Node.open(config, RingMember.DEFINITION)) {
      Client client = node.client();
      join(client);
      for (int i = 0; i < tokens; i++) {
        MachineRef<RingMember.Event> first = member(i * MACHINES / tokens);
        client.send(RequestId.unique(), first, new RingMember.Token(0));
      }
      Thread.sleep(warmUp);
      long start = System.nanoTime();
      long stepsBefore = tally(client).taken();
      probeUntil(start + length.toNanos(), client, latencies);
      steps = tally(client).taken() - stepsBefore;
      seconds = (System.nanoTime() - start) / 1e9;
      atRest = stop(client);
    }
    boolean verified =
        atRest.kept() == tokens
            && atRest.taken() == atRest.hopsOfKept()
            && durableTally(reopened).equals(atRest);
    double after = BareAppend.measure(disk, BARE_BYTES, BARE_APPENDS).micros(0.5);
    return new Result(
        "ring",
        "tokens",
        tokens,
        seconds,
        steps,
        latencies.micros(0.50),
        latencies.micros(0.99),
        config.durability().name(),
        (before + after) / 2,
        verified);
  }

  private static void join(Client client) {
    for (int i = 0; i < MACHINES; i++) {
      MachineRef<RingMember.Event> next = member((i + 1) % MACHINES);
      client
          .ask(RequestId.unique(), member(i), Boolean.class, to -> new RingMember.Join(next, to))
          .join();
    }
  }

  private static void probeUntil(long endNanos, Client client, Latencies latencies) {
    SplittableRandom random = new SplittableRandom(1);
    while (System.nanoTime() - endNanos < 0) {
      long asked = System.nanoTime();
      client
          .ask(
              RequestId.unique(),
              member(random.nextInt(MACHINES)),
              Boolean.class,
              RingMember.Probe::new)
          .join();
      latencies.add(System.nanoTime() - asked);
    }
  }

  private static MachineRef<RingMember.Event> member(int number) {
    return RingMember.TYPE.ref(Integer.toString(number));
  }

  /**
   * Lets every member keep the tokens that come, and waits until all are kept, but not for ever.
   */
  private RingMember.Tally stop(Client client) {
    for (int i = 0; i < MACHINES; i++) {
      client.ask(RequestId.unique(), member(i), Boolean.class, RingMember.Stop::new).join();
    }
    long end = System.nanoTime() + LONGEST_STOP.toNanos();
    RingMember.Tally all = tally(client);
    while (all.kept() < tokens && System.nanoTime() - end < 0) {
      all = tally(client);
    }
    return all;
  }

  private static RingMember.Tally durableTally(NodeConfig reopened) {
    try (Node node = Node.open(reopened, RingMember.DEFINITION)) {
      return tally(node.client());
    }
  }

  /** What all members say; they are asked at once, so that it takes one durable answer's time. */
  private static RingMember.Tally tally(Client client) {
    List<CompletableFuture<RingMember.Tally>> tallies =
        IntStream.range(0, MACHINES)
            .mapToObj(RingWorkload::member)
            .map(each -> client.query(each, RingMember.Tally.class, RingMember.ReadTally::new))
            .toList();
    long taken = 0;
    long kept = 0;
    long hops = 0;
    for (CompletableFuture<RingMember.Tally> each : tallies) {
      RingMember.Tally one = each.join();
      taken += one.taken();
      kept += one.kept();
      hops += one.hopsOfKept();
    }
    return new RingMember.Tally(taken, kept, hops);
  }
}
