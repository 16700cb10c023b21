package dev.perdure.benchmarks;

import dev.perdure.MachineRef;
import dev.perdure.Part;
import dev.perdure.RequestId;
import dev.perdure.benchmarks.load.InFlight;
import dev.perdure.benchmarks.machines.Caller;
import dev.perdure.benchmarks.machines.Listener;
import dev.perdure.benchmarks.measure.Meter;
import dev.perdure.node.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One machine sends to very many in one step, and does so again when all have stepped it. Latencies
 * are those of a whole call: sent, stepped by all, answered.
 */
public record FanOutWorkload(int listeners) implements NodeWorkload {
  /** How many listeners there are unless said otherwise. */
  public static final int LISTENERS = 10_000;

  /** Checks the bounds. */
  public FanOutWorkload {
    if (listeners < 1) throw new IllegalArgumentException("listeners must be >= 1: " + listeners);
  }

  @Override
  public String name() {
    return "fan-out";
  }

  @Override
  public Map<String, Long> parameters() {
    return Map.of("listeners", (long) listeners);
  }

  @Override
  public int payloadBytes() {
    return Listener.STATE_BYTES;
  }

  @Override
  public List<Part> parts() {
    return List.of(Caller.DEFINITION, Listener.DEFINITION);
  }

  @Override
  public Check load(Node node, Meter meter) throws InterruptedException {
    Set<Integer> last = lastOfPartitions(node);
    meter.phase("warming up");
    long warm = System.nanoTime() + meter.warmUp().toNanos();
    long calls = call(node, last);
    while (System.nanoTime() - warm < 0) {
      calls = call(node, last);
    }
    long before = calls;
    meter.begin();
    long end = meter.startNanos() + meter.length().toNanos();
    while (System.nanoTime() - end < 0) {
      long start = System.nanoTime();
      calls = call(node, last);
      meter.took(System.nanoTime() - start);
    }
    long messages = (calls - before) * (listeners + last.size());
    meter.end(messages + calls - before);
    meter.figure("messages_per_s", messages / meter.seconds());
    long all = calls;
    return reopened -> isExact(reopened, all);
  }

  private long call(Node node, Set<Integer> last) {
    return node.client()
        .ask(RequestId.unique(), Caller.REF, Long.class, to -> new Caller.Call(listeners, last, to))
        .join();
  }

  /** The listeners that step a call after all others of their partition. */
  private Set<Integer> lastOfPartitions(Node node) {
    Map<Integer, Integer> last = new HashMap<>();
    for (int i = 0; i < listeners; i++) {
      MachineRef<?> listener = Listener.ref(i);
      last.put(node.partitionOf(listener), i);
    }
    return new TreeSet<>(last.values());
  }

  private boolean isExact(Node node, long calls) throws InterruptedException {
    AtomicBoolean exact = new AtomicBoolean(true);
    InFlight.forAll(
        0,
        listeners,
        i ->
            node.client()
                .query(Listener.ref(i), Long.class, Listener.ReadHeard::new)
                .thenAccept(
                    heard -> {
                      if (heard != calls) exact.set(false);
                    }));
    long told = node.client().query(Caller.REF, Long.class, Caller.ReadCalls::new).join();
    return exact.get() && told == calls;
  }
}
