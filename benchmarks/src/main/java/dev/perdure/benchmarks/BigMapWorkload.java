package dev.perdure.benchmarks;

import dev.perdure.Part;
import dev.perdure.benchmarks.load.ClosedLoop;
import dev.perdure.benchmarks.load.Puts;
import dev.perdure.benchmarks.machines.Register;
import dev.perdure.benchmarks.measure.Meter;
import dev.perdure.node.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One machine with very many entries in a durable map; closed-loop clients have it put under random
 * keys, one put a step. After that the same is done to a machine with few entries, for which the
 * JVM has compiled everything.
 */
public record BigMapWorkload(int entries, int clients) implements NodeWorkload {
  /** How many entries there are unless said otherwise. */
  public static final int ENTRIES = 1_000_000;

  /** How many entries the machine has that it is compared with. */
  public static final int FEW = 1_000;

  /** Checks the bounds. */
  public BigMapWorkload {
    if (entries < 1) throw new IllegalArgumentException("entries must be >= 1: " + entries);
    if (clients < 1) throw new IllegalArgumentException("clients must be >= 1: " + clients);
  }

  @Override
  public String name() {
    return "big-map";
  }

  @Override
  public Map<String, Long> parameters() {
    Map<String, Long> parameters = new LinkedHashMap<>();
    parameters.put("entries", (long) entries);
    parameters.put("clients", (long) clients);
    return parameters;
  }

  @Override
  public int payloadBytes() {
    return Register.ENTRY_BYTES;
  }

  @Override
  public List<Part> parts() {
    return List.of(Register.DEFINITION);
  }

  @Override
  public Check load(Node node, Meter meter) throws InterruptedException {
    Puts many = new Puts(Register.ref("many"), entries);
    Puts few = new Puts(Register.ref("few"), FEW);
    meter.phase("making %,d entries".formatted(entries));
    many.fill(node);
    few.fill(node);
    Meter comparison = meter.another();
    boolean manyAnswered = put(node, many, 0, meter);
    boolean fewAnswered = put(node, few, clients, comparison);
    double ofFew = comparison.steps() / comparison.seconds();
    meter.figure("steps_per_s_with_%d".formatted(FEW), ofFew);
    boolean answered = fewAnswered && manyAnswered;
    return reopened -> answered && many.areExactly(reopened) && few.areExactly(reopened);
  }

  private boolean put(Node node, Puts puts, int seed, Meter meter) throws InterruptedException {
    return new ClosedLoop<>(
            clients, ClosedLoop.Kind.CALLBACK, i -> puts.requester(node.client(), seed + i))
        .run(meter);
  }
}
