package dev.perdure.node;

import dev.perdure.MachineRef;
import dev.perdure.Part;
import dev.perdure.RequestId;
import dev.perdure.node.Sleeper.Event;
import dev.perdure.node.Sleeper.Seen;
import java.time.Duration;
import java.util.SplittableRandom;

/** Very many machines that are idle, some of which are then visited by chance. */
final class IdleTask implements SizeMain.Task {
  private static final int VISITS = 20_000;
  private static final int FEEDERS = 8;
  private static final long SEED = 4_711;
  private static final Duration NEVER = Duration.ofDays(365);

  @Override
  public void run(SizeBench bench) throws InterruptedException {
    long machines = bench.count();
    Count laid = new Count();
    Part[] parts = {
      Sleeper.telling(laid::add),
      Ringer.telling(() -> {}),
      Feeder.sending((step, number) -> step.send(Sleeper.ref(number), new Sleeper.Lay(number)))
    };
    try (RunningNode node = bench.open(parts)) {
      for (int i = 0; i < FEEDERS; i++) {
        var feed = new Feeder.Feed(machines * i / FEEDERS, machines * (i + 1) / FEEDERS);
        SizeBench.send(node, "feed-" + i, Feeder.TYPE.ref("feeder-" + i), feed);
      }
      laid.await(machines);
      bench.found("active-after-filling", node.operator().statistics().activeMachines());
    }
    try (RunningNode node = bench.open(parts)) {
      SplittableRandom random = new SplittableRandom(SEED);
      Count wrong = new Count();
      bench.forAll(
          VISITS,
          i -> {
            long number = random.nextLong(machines);
            MachineRef<Event> machine = Sleeper.ref(number);
            // The query comes behind the visit, which may be one of several to this machine.
            var visit =
                node.client().sendAsync(RequestId.of("visit-" + i), machine, new Sleeper.Visit());
            return visit.thenCompose(
                _ ->
                    node.client()
                        .query(machine, Seen.class, Sleeper.Read::new)
                        .thenAccept(
                            seen -> {
                              if (seen.number() != number || seen.visits() < 1) wrong.add();
                            }));
          });
      bench.found("visited", VISITS);
      bench.found("wrong", wrong.done());
      bench.found("active", node.operator().statistics().activeMachines());
      SizeBench.send(node, "wind", Ringer.TYPE.ref("one"), new Ringer.Wind(1_000, 1, NEVER));
      bench.watchIdle(node);
    }
  }
}
