package dev.perdure.benchmarks.load;

import dev.perdure.MachineRef;
import dev.perdure.RequestId;
import dev.perdure.benchmarks.machines.Feeder;
import dev.perdure.node.Node;
import java.util.concurrent.TimeUnit;

/**
 * Has very many machines fed, and waits until they are. Nothing else steps on the node meanwhile:
 * that they are is told by the number of steps.
 */
public final class Feeding {
  private static final int FEEDERS = 8;
  private static final long LOOK_MILLIS = 2;

  private final Node node;
  private long steps;

  /** For a node that was opened just now, on a place that held nothing. */
  public Feeding(Node node) {
    this.node = node;
  }

  /**
   * Feeds the machines from 0 on, and waits until each has stepped what it was sent and all of it
   * is durable.
   *
   * @param stepsOfEach how many steps each makes of it
   */
  public void feed(long machines, int stepsOfEach) throws InterruptedException {
    feed(machines, stepsOfEach, 0);
  }

  /**
   * As {@link #feed(long, int)}.
   *
   * @param argument what they are all told
   */
  public void feed(long machines, int stepsOfEach, long argument) throws InterruptedException {
    for (int i = 0; i < FEEDERS; i++) {
      long from = first(machines, i);
      long to = first(machines, i + 1);
      send(Feeder.ref(i), new Feeder.Feed(from, to, argument));
    }
    steps += machines * stepsOfEach + stepsOfFeeders(machines);
    while (node.operator().statistics().steps() < steps) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    // Commits become durable in their order: with this one all before it are.
    send(Feeder.ref(0), new Feeder.Feed(0, 0, 0));
    steps++;
  }

  private void send(MachineRef<Feeder.Feed> feeder, Feeder.Feed feed) {
    RequestId id = RequestId.unique();
    Insisting.on(() -> node.client().sendAsync(id, feeder, feed)).join();
  }

  /** How many steps the node has made so far. */
  public long steps() {
    return steps;
  }

  /** How many steps the feeders make of it themselves. */
  public static long stepsOfFeeders(long machines) {
    long steps = 0;
    for (int i = 0; i < FEEDERS; i++) {
      steps += Feeder.steps(first(machines, i + 1) - first(machines, i));
    }
    return steps;
  }

  /** The first machine that a feeder feeds. */
  private static long first(long machines, int feeder) {
    return machines * feeder / FEEDERS;
  }
}
