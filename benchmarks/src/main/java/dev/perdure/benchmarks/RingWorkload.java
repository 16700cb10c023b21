package dev.perdure.benchmarks;

import dev.perdure.Client;
import dev.perdure.MachineRef;
import dev.perdure.RequestId;
import dev.perdure.node.Node;
import dev.perdure.node.NodeConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;

/**
 * A ring of a hundred machines passes tokens, each hop a durable step. Latencies are those of a
 * probe: one client that asks a random member and waits for the durable answer, over and over.
 */
public final class RingWorkload {
  private static final int MACHINES = 100;
  private static final int BARE_BYTES = 400;
  private static final int BARE_APPENDS = 1_000;

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

  /** Runs it on a data directory that holds nothing else, and verifies the tally. */
  public Result run() throws InterruptedException {
    Path disk = BareAppend.diskOf(config.dir());
    double before = BareAppend.measure(disk, BARE_BYTES, BARE_APPENDS).micros(0.5);
    try (Node node = Node.open(config, RingMember.DEFINITION)) {
      Client client = node.client();
      for (int i = 0; i < MACHINES; i++) {
        MachineRef<RingMember.Event> next = member((i + 1) % MACHINES);
        client
            .ask(RequestId.unique(), member(i), Boolean.class, to -> new RingMember.Join(next, to))
            .join();
      }
      for (int i = 0; i < tokens; i++) {
        MachineRef<RingMember.Event> first = member(i * MACHINES / tokens);
        client.send(RequestId.unique(), first, new RingMember.Token(0));
      }
      Thread.sleep(warmUp);
      Latencies latencies = new Latencies();
      SplittableRandom random = new SplittableRandom(1);
      long stepsBefore = taken(client);
      long start = System.nanoTime();
      while (System.nanoTime() - start < length.toNanos()) {
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
      double seconds = (System.nanoTime() - start) / 1e9;
      long steps = taken(client) - stepsBefore;
      boolean verified = stopAndVerify(client);
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
  }

  private static MachineRef<RingMember.Event> member(int number) {
    return RingMember.TYPE.ref(Integer.toString(number));
  }

  /**
   * Each token, once kept, must have been taken as often as it was passed, and none may be lost.
   */
  private boolean stopAndVerify(Client client) {
    for (int i = 0; i < MACHINES; i++) {
      client.ask(RequestId.unique(), member(i), Boolean.class, RingMember.Stop::new).join();
    }
    RingMember.Tally all = tally(client);
    while (all.kept() < tokens) {
      RingMember.Tally next = tally(client);
      if (next.equals(all)) {
        break;
      }
      all = next;
    }
    return all.kept() == tokens && all.taken() == all.hopsOfKept();
  }

  private static long taken(Client client) {
    return tally(client).taken();
  }

  private static RingMember.Tally tally(Client client) {
    long taken = 0;
    long kept = 0;
    long hops = 0;
    for (int i = 0; i < MACHINES; i++) {
      RingMember.Tally one =
          client.query(member(i), RingMember.Tally.class, RingMember.ReadTally::new).join();
      taken += one.taken();
      kept += one.kept();
      hops += one.hopsOfKept();
    }
    return new RingMember.Tally(taken, kept, hops);
  }
}
