package dev.perdure.benchmarks;

import dev.perdure.RequestId;
import dev.perdure.benchmarks.machines.Feeder;
import dev.perdure.node.Node;
import java.util.concurrent.TimeUnit;

/** Has very many machines fed, and waits until they are. */
final class Feeding {
  private static final int FEEDERS = 8;
  private static final long LOOK_MILLIS = 2;

  private Feeding() {}

  /**
   * Feeds the machines from 0 on, and waits until each has stepped what it was sent and all of it
   * is durable. Nothing else may step meanwhile.
   *
   * @param stepsOfEach how many steps each makes of it
   */
  static void feed(Node node, long machines, int stepsOfEach) throws InterruptedException {
    long expected = node.operator().statistics().steps() + machines * stepsOfEach;
    for (int i = 0; i < FEEDERS; i++) {
      long from = machines * i / FEEDERS;
      long to = machines * (i + 1) / FEEDERS;
      if (from == to) continue;
      expected += Feeder.steps(to - from);
      node.client().send(RequestId.unique(), Feeder.ref(i), new Feeder.Feed(from, to));
    }
    awaitSteps(node, expected);
  }

  /**
   * Waits until a node that has feeders has made so many steps since it was opened, and all of them
   * are durable.
   */
  static void awaitSteps(Node node, long steps) throws InterruptedException {
    while (node.operator().statistics().steps() < steps) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    // Commits become durable in their order: with this one all before it are.
    node.client().send(RequestId.unique(), Feeder.ref(0), new Feeder.Feed(0, 0));
  }
}
