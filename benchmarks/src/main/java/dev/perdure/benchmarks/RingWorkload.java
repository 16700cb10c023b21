package dev.perdure.benchmarks;

import dev.perdure.Client;
import dev.perdure.MachineRef;
import dev.perdure.Part;
import dev.perdure.ReplyTo;
import dev.perdure.RequestId;
import dev.perdure.benchmarks.load.UntilTaken;
import dev.perdure.benchmarks.machines.RingMember;
import dev.perdure.benchmarks.measure.Meter;
import dev.perdure.node.Node;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A ring of a hundred machines passes tokens, each hop a durable step. Latencies are those of a
 * probe: one client that asks a random member and waits for the durable answer, over and over.
 *
 * <p>Steps are counted at the members, twice, while the tokens go round; the time is that from
 * before the first counting until after the second, so the steps per second are a lower bound.
 * Verified means: no token is lost and each was taken as often as it was passed.
 */
public record RingWorkload(int tokens) implements NodeWorkload {
  private static final int MACHINES = 100;
  private static final Duration LONGEST_STOP = Duration.ofSeconds(30);

  /** Checks the bounds. */
  public RingWorkload {
    if (tokens < 1) throw new IllegalArgumentException("tokens must be >= 1: " + tokens);
  }

  @Override
  public String name() {
    return "ring";
  }

  @Override
  public Map<String, Long> parameters() {
    return Map.of("tokens", (long) tokens);
  }

  @Override
  public int payloadBytes() {
    return RingMember.STATE_BYTES;
  }

  @Override
  public List<Part> parts() {
    return List.of(RingMember.DEFINITION);
  }

  @Override
  public Check load(Node node, Meter meter) throws InterruptedException {
    Client client = node.client();
    join(client);
    meter.phase("warming up");
    for (int i = 0; i < tokens; i++) {
      MachineRef<RingMember.Event> first = member(i * MACHINES / tokens);
      RequestId id = RequestId.unique();
      UntilTaken.ask(() -> client.sendAsync(id, first, new RingMember.Token(0))).join();
    }
    Thread.sleep(meter.warmUp());
    meter.begin();
    long stepsBefore = tally(client).taken();
    probe(client, meter);
    meter.end(tally(client).taken() - stepsBefore);
    RingMember.Tally atRest = stop(client);
    return reopened ->
        atRest.kept() == tokens
            && atRest.taken() == atRest.hopsOfKept()
            && tally(reopened.client()).equals(atRest);
  }

  private static void join(Client client) {
    for (int i = 0; i < MACHINES; i++) {
      MachineRef<RingMember.Event> next = member((i + 1) % MACHINES);
      ask(client, member(i), to -> new RingMember.Join(next, to));
    }
  }

  private static void probe(Client client, Meter meter) {
    SplittableRandom random = new SplittableRandom(1);
    long end = meter.startNanos() + meter.length().toNanos();
    while (System.nanoTime() - end < 0) {
      long asked = System.nanoTime();
      ask(client, member(random.nextInt(MACHINES)), RingMember.Probe::new);
      meter.took(System.nanoTime() - asked);
    }
  }

  private static void ask(
      Client client,
      MachineRef<RingMember.Event> member,
      Function<ReplyTo<Boolean>, RingMember.Event> event) {
    RequestId id = RequestId.unique();
    UntilTaken.ask(() -> client.ask(id, member, Boolean.class, event)).join();
  }

  private static MachineRef<RingMember.Event> member(int number) {
    return RingMember.TYPE.ref(Integer.toString(number));
  }

  /**
   * Lets every member keep the tokens that come, and waits until all are kept, but not for ever.
   */
  private RingMember.Tally stop(Client client) {
    for (int i = 0; i < MACHINES; i++) {
      ask(client, member(i), RingMember.Stop::new);
    }
    long end = System.nanoTime() + LONGEST_STOP.toNanos();
    RingMember.Tally all = tally(client);
    while (all.kept() < tokens && System.nanoTime() - end < 0) {
      all = tally(client);
    }
    return all;
  }

  /** What all members say; they are asked at once, so that it takes one durable answer's time. */
  private static RingMember.Tally tally(Client client) {
    List<CompletableFuture<RingMember.Tally>> tallies =
        IntStream.range(0, MACHINES)
            .mapToObj(RingWorkload::member)
            .map(
                each ->
                    UntilTaken.ask(
                        () ->
                            client.query(each, RingMember.Tally.class, RingMember.ReadTally::new)))
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
