package dev.perdure.node;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineType;
import dev.perdure.Step;

/** Sends numbered events to other machines, many in a step, until it has sent all it was told. */
public final class Feeder implements Machine<Feeder.Fed, Feeder.Event> {
  static final MachineType<Event> TYPE = MachineType.of("feeder", Event.class);
  private static final int PER_STEP = 1_000;

  private final Sending sending;

  private Feeder(Sending sending) {
    this.sending = sending;
  }

  static Definition<Fed, Event> sending(Sending sending) {
    return Definition.of(TYPE, Fed.class, () -> new Feeder(sending));
  }

  /** Sends the event of a number to the machine of that number. */
  @FunctionalInterface
  interface Sending {
    void send(Step<Event> step, long number);
  }

  public sealed interface Event {}

  /** Send these. */
  public record Feed(long from, long to) implements Event {}

  /** How many it has sent. */
  record Fed(long sent) {}

  @Override
  public Fed initial() {
    return new Fed(0);
  }

  @Override
  public Fed on(Fed state, Event event, Step<Event> step) {
    return switch (event) {
      case Feed(var from, var to) -> {
        long until = Math.min(from + PER_STEP, to);
        for (long number = from; number < until; number++) sending.send(step, number);
        if (until < to) step.send(step.self(), new Feed(until, to));
        yield new Fed(state.sent() + until - from);
      }
    };
  }
}
