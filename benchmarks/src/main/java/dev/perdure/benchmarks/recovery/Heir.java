package dev.perdure.benchmarks.recovery;

import dev.perdure.MachineRef;
import dev.perdure.Part;
import dev.perdure.RequestId;
import dev.perdure.benchmarks.CounterWorkload;
import dev.perdure.benchmarks.machines.Counter;
import dev.perdure.benchmarks.measure.Usage;
import dev.perdure.benchmarks.process.NodeArguments;
import dev.perdure.node.Node;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Opens what a {@link Victim} left and steps as soon as it can. It says {@code first} when a step
 * is durable, {@code all} when one of each partition is, and ends with its standard input.
 */
final class Heir {
  static final String FIRST = "first ";
  static final String ALL = "all ";

  private Heir() {}

  /** Takes {@link NodeArguments}. */
  public static void main(String[] arguments) throws IOException {
    long start = System.nanoTime();
    try (Node node =
        Node.open(
            NodeArguments.config(arguments),
            CounterWorkload.countersAndFeeders().toArray(Part[]::new))) {
      step(node, Counter.ref(0)).join();
      System.out.println(FIRST + (System.nanoTime() - start) / 1_000);
      CompletableFuture.allOf(
              oneOfEachPartition(node).values().stream()
                  .map(counter -> step(node, counter))
                  .toArray(CompletableFuture<?>[]::new))
          .join();
      System.out.println(ALL + Usage.now().toLine());
      while (System.in.read() >= 0) {
        // Only the end means something.
      }
    }
  }

  private static CompletableFuture<Long> step(Node node, MachineRef<Counter.Event> counter) {
    return node.client().ask(RequestId.unique(), counter, Long.class, to -> new Counter.Add(0, to));
  }

  private static Map<Integer, MachineRef<Counter.Event>> oneOfEachPartition(Node node) {
    Map<Integer, MachineRef<Counter.Event>> one = new HashMap<>();
    for (int i = 0; one.size() < node.config().partitions(); i++) {
      one.putIfAbsent(node.partitionOf(Counter.ref(i)), Counter.ref(i));
    }
    return one;
  }
}
