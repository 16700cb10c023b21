package dev.perdure.benchmarks;

import dev.perdure.Client;
import dev.perdure.MachineRef;
import dev.perdure.ReplyTo;
import dev.perdure.RequestId;
import dev.perdure.benchmarks.load.InFlight;
import dev.perdure.benchmarks.load.Insisting;
import dev.perdure.benchmarks.machines.RingMember;
import dev.perdure.benchmarks.machines.RingMember.Event;
import dev.perdure.benchmarks.machines.RingMember.Tally;
import dev.perdure.node.Node;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * The members of a ring, seen by a client. While tokens go round, one partition alone may have as
 * much on its way to the disk as it may have: a client insists.
 */
final class Ring {
  private static final Duration LONGEST_STOP = Duration.ofSeconds(60);

  private final Client client;
  private final int machines;
  private final IntFunction<MachineRef<Event>> members;

  /**
   * A ring of machines that may not be there yet.
   *
   * @param members by number, from 0
   */
  Ring(Node node, int machines, IntFunction<MachineRef<Event>> members) {
    client = node.client();
    this.machines = machines;
    this.members = members;
  }

  /** A ring whose members are named by their numbers. */
  static Ring byNumber(Node node, int machines) {
    return new Ring(node, machines, number -> RingMember.TYPE.ref(Integer.toString(number)));
  }

  /** Tells each member which is the next. */
  void join() throws InterruptedException {
    InFlight.forAll(
        0,
        machines,
        i -> {
          MachineRef<Event> next = members.apply((int) (i + 1) % machines);
          return ask(members.apply((int) i), to -> new RingMember.Join(next, to));
        });
  }

  /** Puts tokens into the ring, as far from each other as can be. */
  void put(int tokens) {
    for (int i = 0; i < tokens; i++) {
      int first = (int) ((long) i * machines / tokens);
      RequestId id = RequestId.unique();
      Insisting.on(() -> client.sendAsync(id, members.apply(first), new RingMember.Token(0)))
          .join();
    }
  }

  /** Asks a member for a durable answer. */
  CompletableFuture<Boolean> probe(int member) {
    return ask(members.apply(member), RingMember.Probe::new);
  }

  private CompletableFuture<Boolean> ask(
      MachineRef<Event> member, Function<ReplyTo<Boolean>, Event> event) {
    RequestId id = RequestId.unique();
    return Insisting.on(() -> client.ask(id, member, Boolean.class, event));
  }

  /** Lets every member keep the tokens that come, and waits for all of them, but not for ever. */
  Tally stop(int tokens) throws InterruptedException {
    InFlight.forAll(0, machines, i -> ask(members.apply((int) i), RingMember.Stop::new));
    long end = System.nanoTime() + LONGEST_STOP.toNanos();
    Tally all = tally();
    while (all.kept() < tokens && System.nanoTime() - end < 0) {
      all = tally();
    }
    return all;
  }

  /** What all members say together. */
  Tally tally() throws InterruptedException {
    LongAdder taken = new LongAdder();
    LongAdder kept = new LongAdder();
    LongAdder hops = new LongAdder();
    InFlight.forAll(
        0,
        machines,
        i ->
            Insisting.on(
                    () ->
                        client.query(
                            members.apply((int) i), Tally.class, RingMember.ReadTally::new))
                .thenAccept(
                    one -> {
                      taken.add(one.taken());
                      kept.add(one.kept());
                      hops.add(one.hopsOfKept());
                    }));
    return new Tally(taken.sum(), kept.sum(), hops.sum());
  }

  /** Whether a ring at rest has all its tokens, and each was taken as often as it was passed. */
  static boolean isWhole(Tally atRest, int tokens) {
    return atRest.kept() == tokens && atRest.taken() == atRest.hopsOfKept();
  }
}
