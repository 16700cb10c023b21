package dev.perdure.testing.coverage;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineType;
import dev.perdure.Step;
import dev.perdure.testing.Scenario;

/** A gate: some of its pairs change the state, some are set aside, one ends it. */
final class Gate implements Machine<Gate.State, Gate.Event> {
  static final MachineType<Event> TYPE = MachineType.of("gate", Event.class);
  static final Definition<?, Event> DEFINITION = Definition.of(TYPE, State.class, Gate::new);

  /** Events that reach every pair, sent one after the other. */
  static final Event[] ALL = {
    new Pass(), new Jam(), new Unlock(), new Unlock(), new Remove(), new Jam(), new Jam(),
    new Remove(), new Pass(), new Unlock(), new Shut(), new Shut(), new Unlock(), new Jam(),
    new Shut(), new Remove(),
  };

  sealed interface Event {}

  sealed interface ByHand extends Event {}

  record Unlock() implements ByHand {}

  record Shut() implements ByHand {}

  record Pass() implements Event {}

  record Jam() implements Event {}

  record Remove() implements Event {}

  sealed interface State {}

  record Closed() implements State {}

  sealed interface Ajar extends State {}

  record Open(int passed) implements Ajar {}

  record Jammed(int passed) implements Ajar {}

  @Override
  public State initial() {
    return new Closed();
  }

  @Override
  public State on(State state, Event event, Step<Event> step) {
    return switch (state) {
      case Closed closed ->
          switch (event) {
            case Unlock() -> new Open(0);
            case Shut() -> step.ignore(closed);
            case Pass() -> step.defer(closed);
            case Jam() -> step.reject(closed, "closed");
            case Remove() -> step.halt(closed);
          };
      case Open open ->
          switch (event) {
            case Unlock() -> step.ignore(open);
            case Shut() -> new Closed();
            case Pass() -> new Open(open.passed() + 1);
            case Jam() -> new Jammed(open.passed());
            case Remove() -> step.reject(open, "open");
          };
      case Jammed jammed ->
          switch (event) {
            case Unlock() -> new Open(jammed.passed());
            case Shut() -> new Closed();
            case Pass() -> step.defer(jammed);
            case Jam() -> step.ignore(jammed);
            case Remove() -> step.reject(jammed, "jammed");
          };
    };
  }

  /** Sends events one after the other, each when the one before is durable. */
  static Scenario sending(Event... events) {
    return simulation -> {
      simulation.open(DEFINITION);
      for (Event event : events) {
        simulation.client("c").send(TYPE.ref("g"), event).join();
      }
      simulation.run();
    };
  }
}
