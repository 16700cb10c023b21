package dev.perdure.node;

import dev.perdure.MachineRef;
import dev.perdure.Part;
import dev.perdure.RequestId;
import dev.perdure.node.Ringer.Event;
import java.time.Duration;

/** Very many timers, due in some rounds; the clock stands still while those of a round fire. */
final class TimersTask implements SizeMain.Task {
  private static final int PER_MACHINE = 1_000;
  private static final int ROUNDS = 5;
  private static final Duration GAP = Duration.ofHours(1);

  @Override
  public void run(SizeBench bench) throws InterruptedException {
    long machines = bench.count() / PER_MACHINE;
    Count fired = new Count();
    Part[] parts = {Ringer.telling(fired::add)};
    try (RunningNode node = bench.open(parts)) {
      var wind = new Ringer.Wind(PER_MACHINE, ROUNDS, GAP);
      bench.forAll(machines, i -> node.client().sendAsync(RequestId.of("wind-" + i), ref(i), wind));
    }
    bench.found("set", machines * PER_MACHINE);
    bench.found("fired-before", fired.done());
    long wrong = 0;
    for (int round = 1; round <= ROUNDS; round++) {
      try (RunningNode node = bench.open(parts)) {
        bench.clock.move(GAP);
        // Whatever comes to a partition has it look at the clock.
        bench.forAll(machines, i -> node.operator().show(ref(i)));
        Ringer.Rung right = Ringer.rightUpTo(round, PER_MACHINE, ROUNDS);
        fired.await(machines * right.firings());
        wrong += wrong(bench, node, machines, right);
      }
    }
    bench.found("fired", fired.done());
    bench.found("wrong", wrong);
  }

  private static long wrong(SizeBench bench, Node node, long machines, Ringer.Rung right)
      throws InterruptedException {
    Count wrong = new Count();
    bench.forAll(
        machines,
        i ->
            node.client()
                .query(ref(i), Ringer.Rung.class, Ringer.Read::new)
                .thenAccept(
                    rung -> {
                      if (!rung.equals(right)) wrong.add();
                    }));
    return wrong.done();
  }

  private static MachineRef<Event> ref(long number) {
    return Ringer.TYPE.ref(Long.toString(number));
  }
}
