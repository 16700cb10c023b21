package dev.perdure.benchmarks;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineType;
import dev.perdure.Query;
import dev.perdure.ReplyTo;
import dev.perdure.Step;
import dev.perdure.node.Node;
import dev.perdure.node.NodeConfig;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Adds numbers; its state has 200 bytes, as real ones have. */
public final class Counter implements Machine<Counter.State, Counter.Event> {
  public static final MachineType<Event> TYPE = MachineType.of("counter", Event.class);
  public static final Definition<?, Event> DEFINITION =
      Definition.of(TYPE, State.class, Counter::new);

  /** How many there are in a run; their keys are 0 to this, without it. */
  static final int MACHINES = 1_000;

  /** Makes the encoded state 200 bytes. */
  private static final String PADDING = "x".repeat(170);

  /** What a counter takes. */
  public sealed interface Event {}

  /** Adds a number and answers the sum. */
  public record Add(long number, ReplyTo<Long> to) implements Event {}

  /** Answers the sum. */
  public record ReadSum(ReplyTo<Long> to) implements Event, Query {}

  record State(long sum, String padding) {}

  /** The sum of all counters of a run, read from a data directory that is opened anew. */
  static long durableSum(NodeConfig config) {
    try (Node node = Node.open(config, DEFINITION)) {
      List<CompletableFuture<Long>> sums =
          IntStream.range(0, MACHINES)
              .mapToObj(i -> TYPE.ref(Integer.toString(i)))
              .map(each -> node.client().query(each, Long.class, ReadSum::new))
              .toList();
      return sums.stream().mapToLong(CompletableFuture::join).sum();
    }
  }

  @Override
  public State initial() {
    return new State(0, PADDING);
  }

  @Override
  public State on(State state, Event event, Step<Event> step) {
    return switch (event) {
      case Add(var number, var to) -> {
        long sum = state.sum() + number;
        step.reply(to, sum);
        yield new State(sum, PADDING);
      }
      case ReadSum(var to) -> {
        step.reply(to, state.sum());
        yield state;
      }
    };
  }
}
