package dev.perdure.benchmarks;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.Part;
import dev.perdure.Step;
import dev.perdure.benchmarks.measure.Meter;
import dev.perdure.node.Node;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A workload one of whose machines does, at one of the events of a class, something else: as if the
 * framework had lost or doubled a step.
 */
record Planted(NodeWorkload sound, Class<?> event, Kind kind) implements NodeWorkload {
  /** The event that goes wrong. */
  private static final int WHICH = 3;

  /** What goes wrong. */
  enum Kind {
    /** The step does all but change the state. */
    LOST,
    /** The step does nothing. */
    SKIPPED,
    /** The step is done twice. */
    DOUBLED
  }

  @Override
  public String name() {
    return sound.name();
  }

  @Override
  public Map<String, Long> parameters() {
    return sound.parameters();
  }

  @Override
  public int payloadBytes() {
    return sound.payloadBytes();
  }

  @Override
  public List<Part> parts() {
    AtomicInteger seen = new AtomicInteger();
    return sound.parts().stream().map(part -> planted(part, seen)).toList();
  }

  private Part planted(Part part, AtomicInteger seen) {
    return part instanceof Definition<?, ?> definition ? planted(definition, seen) : part;
  }

  private <S, E> Part planted(Definition<S, E> definition, AtomicInteger seen) {
    if (!definition.type().events().isAssignableFrom(event)) return definition;
    Supplier<? extends Machine<S, E>> behaviour = definition.behaviour();
    return Definition.of(
        definition.type(), definition.states(), () -> new Wrong<>(behaviour.get(), seen));
  }

  private final class Wrong<S, E> implements Machine<S, E> {
    private final Machine<S, E> right;
    private final AtomicInteger seen;

    Wrong(Machine<S, E> right, AtomicInteger seen) {
      this.right = right;
      this.seen = seen;
    }

    @Override
    public S initial() {
      return right.initial();
    }

    @Override
    public S on(S state, E received, Step<E> step) {
      if (!event.isInstance(received) || seen.incrementAndGet() != WHICH) {
        return right.on(state, received, step);
      }
      return switch (kind) {
        case LOST -> {
          var _ = right.on(state, received, step);
          yield state;
        }
        case SKIPPED -> state;
        case DOUBLED -> right.on(right.on(state, received, step), received, step);
      };
    }
  }

  @Override
  public Check load(Node node, Meter meter) throws InterruptedException {
    return sound.load(node, meter);
  }
}
