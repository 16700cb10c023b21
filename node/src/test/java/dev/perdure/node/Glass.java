package dev.perdure.node;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.Query;
import dev.perdure.ReplyTo;
import dev.perdure.RetryPolicy;
import dev.perdure.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Writes down the numbers it gets; cannot take the number 0 while it is broken. */
public final class Glass implements Machine<Glass.State, Glass.Event> {
  static final MachineType<Event> TYPE = MachineType.of("glass", Event.class);

  private final BooleanSupplier broken;

  private Glass(BooleanSupplier broken) {
    this.broken = broken;
  }

  static Definition<State, Event> brokenWhile(BooleanSupplier broken, RetryPolicy policy) {
    return Definition.of(TYPE, State.class, () -> new Glass(broken)).retry(policy);
  }

  static MachineRef<Event> ref(long number) {
    return TYPE.ref(Long.toString(number));
  }

  public sealed interface Event {}

  public record Fill(int number) implements Event {}

  public record Read(ReplyTo<Content> to) implements Event, Query {}

  /** What came, in order. */
  public record Content(List<Integer> numbers) {
    public Content {
      numbers = List.copyOf(numbers);
    }
  }

  record State(List<Integer> numbers) {
    State {
      numbers = List.copyOf(numbers);
    }
  }

  @Override
  public State initial() {
    return new State(List.of());
  }

  @Override
  public State on(State state, Event event, Step<Event> step) {
    return switch (event) {
      case Fill(var number) -> {
        if (number == 0 && broken.getAsBoolean()) throw new IllegalStateException("broken");
        List<Integer> numbers = new ArrayList<>(state.numbers());
        numbers.add(number);
        yield new State(numbers);
      }
      case Read(var to) -> {
        step.reply(to, new Content(state.numbers()));
        yield state;
      }
    };
  }
}
