package dev.perdure.testing.specimens;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineType;
import dev.perdure.MapKey;
import dev.perdure.Outcome;
import dev.perdure.ReplyTo;
import dev.perdure.Step;
import dev.perdure.testing.Simulation;
import java.time.Duration;

/**
 * A saga that charges and then delivers. Wrong: when it does not hear from the till in time it
 * takes that for a no, though the charge may have been made. Right: it asks for the undo, which is
 * stepped after the charge.
 */
@SuppressWarnings("SameNameButDifferent") // Each machine has its own State and Event.
final class PaymentSaga {
  private static final int ORDERS = 3;
  private static final long PRICE = 10;

  private PaymentSaga() {}

  static Specimen specimen() {
    return new Specimen(
        "saga that takes no answer for a no",
        simulation -> play(simulation, false),
        simulation -> play(simulation, true),
        "was paid for");
  }

  private static void play(Simulation simulation, boolean undo) {
    simulation.open(Order.DEFINITION, Till.DEFINITION);
    simulation.invariant(
        states -> {
          long delivered =
              states.of(Order.TYPE, Order.State.class).values().stream()
                  .filter(Order.Delivered.class::isInstance)
                  .count();
          long taken =
              states.of(Till.TYPE, Till.State.class).values().stream()
                  .mapToLong(Till.State::sum)
                  .sum();
          if (taken != delivered * PRICE) {
            throw new AssertionError(
                "%d was paid for %d delivered orders".formatted(taken, delivered));
          }
        });
    for (int i = 0; i < ORDERS; i++) {
      var _ = simulation.client("c" + i).send(Order.TYPE.ref("o" + i), new Order.Place(undo));
    }
    simulation.run();
  }

  /** An order. */
  static final class Order implements Machine<Order.State, Order.Event> {
    static final MachineType<Event> TYPE = MachineType.of("order", Event.class);
    static final Definition<?, Event> DEFINITION = Definition.of(TYPE, State.class, Order::new);
    private static final Duration PATIENCE = Duration.ofMillis(20);

    sealed interface Event {}

    record Place(boolean undo) implements Event {}

    record Charged(boolean undo, Outcome<Long> sum) implements Event {}

    sealed interface State {}

    record Open() implements State {}

    record Paying() implements State {}

    record Delivered() implements State {}

    record Cancelled() implements State {}

    @Override
    public State initial() {
      return new Open();
    }

    @Override
    public State on(State state, Event event, Step<Event> step) {
      String me = step.self().key();
      return switch (event) {
        case Place(var undo) -> {
          step.ask(
              Till.TYPE.ref("till"),
              Long.class,
              PATIENCE,
              to -> new Till.Charge(me, PRICE, to),
              sum -> new Charged(undo, sum));
          yield new Paying();
        }
        case Charged(_, Outcome.Done<Long> _) -> new Delivered();
        case Charged(var undo, Outcome.NotDone<Long> _) -> {
          if (undo) {
            step.send(Till.TYPE.ref("till"), new Till.Undo(me));
          }
          yield new Cancelled();
        }
      };
    }
  }

  /** Where the money is. */
  static final class Till implements Machine<Till.State, Till.Event> {
    static final MachineType<Event> TYPE = MachineType.of("till", Event.class);
    static final Definition<?, Event> DEFINITION = Definition.of(TYPE, State.class, Till::new);
    private static final MapKey<String, Long> CHARGES =
        MapKey.of("charges", String.class, Long.class);

    sealed interface Event {}

    record Charge(String order, long amount, ReplyTo<Long> to) implements Event {}

    record Undo(String order) implements Event {}

    record State(long sum) {}

    @Override
    public State initial() {
      return new State(0);
    }

    @Override
    public State on(State state, Event event, Step<Event> step) {
      return switch (event) {
        case Charge(var order, var amount, var to) -> {
          step.map(CHARGES).put(order, amount);
          step.reply(to, state.sum() + amount);
          yield new State(state.sum() + amount);
        }
        case Undo(var order) -> new State(state.sum() - step.map(CHARGES).remove(order).orElse(0L));
      };
    }
  }
}
