package dev.perdure.node;

import dev.perdure.MachineRef;
import dev.perdure.Part;
import dev.perdure.RequestId;
import dev.perdure.node.Ledger.AddAndTell;
import dev.perdure.node.Ledger.Event;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/** Very many requests, some of which come again by chance and get the answer that they had. */
final class RequestsTask implements SizeMain.Task {
  private static final int MACHINES = 1_000;
  private static final int REPEATED = 20_000;
  private static final long SEED = 4_711;

  @Override
  public void run(SizeBench bench) throws InterruptedException {
    int requests = Math.toIntExact(bench.count());
    int[] answers = new int[requests];
    Part[] parts = {Ledger.definition(), Ground.echo()};
    try (RunningNode node = bench.open(parts)) {
      bench.forAll(
          requests,
          i -> ask(node, (int) i).thenAccept(total -> answers[(int) i] = (int) (long) total));
    }
    try (RunningNode node = bench.open(parts)) {
      SplittableRandom random = new SplittableRandom(SEED);
      Count wrong = new Count();
      bench.forAll(
          REPEATED,
          _ -> {
            int i = random.nextInt(requests);
            return ask(node, i)
                .thenAccept(
                    total -> {
                      if (total != answers[i]) wrong.add();
                    });
          });
      bench.found("repeated", REPEATED);
      bench.found("wrong", wrong.done());
      long steps = 0;
      for (int i = 0; i < MACHINES; i++) {
        steps += SizeBench.query(node, ref(i), Long.class, Ledger.Read::new);
      }
      bench.found("steps", steps);
    }
  }

  private static CompletableFuture<Long> ask(Node node, int request) {
    return node.client()
        .ask(
            RequestId.of("request-" + request),
            ref(request % MACHINES),
            Long.class,
            to -> new AddAndTell(1, to));
  }

  private static MachineRef<Event> ref(int number) {
    return Ledger.TYPE.ref(Integer.toString(number));
  }
}
