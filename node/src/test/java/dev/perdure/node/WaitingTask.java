package dev.perdure.node;

import dev.perdure.MachineRef;
import dev.perdure.Part;
import dev.perdure.node.Turnstile.Event;

/** One machine with very many waiting events, which are then all stepped. */
final class WaitingTask implements SizeMain.Task {
  private static final MachineRef<Event> ONE = Turnstile.TYPE.ref("one");

  @Override
  public void run(SizeBench bench) throws InterruptedException {
    Count kept = new Count();
    Count passed = new Count();
    Part[] parts = {
      Turnstile.telling(kept::add, passed::add),
      Feeder.sending((step, number) -> step.send(ONE, new Turnstile.Pass(number)))
    };
    try (RunningNode node = bench.open(parts)) {
      var feed = new Feeder.Feed(0, bench.count());
      SizeBench.send(node, "feed", Feeder.TYPE.ref("one"), feed);
      kept.await(bench.count());
    }
    try (RunningNode node = bench.open(parts)) {
      bench.found("waiting", waiting(node));
      SizeBench.send(node, "unlock", ONE, new Turnstile.Unlock());
      passed.await(bench.count() + 1);
    }
    try (RunningNode node = bench.open(parts)) {
      Turnstile.Passed all =
          SizeBench.query(node, ONE, Turnstile.Passed.class, Turnstile.Read::new);
      bench.found("in-order", all.inOrder());
      bench.found("wrong", all.wrong());
      bench.found("left", waiting(node));
    }
  }

  private static long waiting(Node node) {
    return node.operator().show(ONE).join().map(Operator.MachineInfo::waiting).orElse(0L);
  }
}
