package dev.perdure.testing.scenarios;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineType;
import dev.perdure.Step;
import java.util.List;

/** Waits for some events and lets all others wait: what a call that receives does elsewhere. */
final class Waiter implements Machine<Waiter.State, Waiter.Event> {
  static final MachineType<Event> TYPE = MachineType.of("waiter", Event.class);
  static final Definition<?, Event> DEFINITION = Definition.of(TYPE, State.class, Waiter::new);

  enum Dish {
    SOUP,
    FISH,
    CAKE
  }

  sealed interface Event {}

  /** Waits for one of these dishes, of at least this number. */
  record WaitFor(List<Dish> dishes, int least) implements Event {}

  record Ready(Dish dish, int number) implements Event {}

  sealed interface State {
    String served();
  }

  record Idle(String served) implements State {}

  record Expecting(List<Dish> dishes, int least, String served) implements State {}

  @Override
  public State initial() {
    return new Idle("");
  }

  @Override
  public State on(State state, Event event, Step<Event> step) {
    return switch (state) {
      case Idle(var served) ->
          switch (event) {
            case WaitFor(var dishes, var least) -> new Expecting(dishes, least, served);
            case Ready _ -> step.defer(state);
          };
      case Expecting(var dishes, var least, var served) ->
          switch (event) {
            case Ready(var dish, var number) when dishes.contains(dish) && number >= least ->
                new Idle(served + " " + dish + number);
            case Ready _, WaitFor _ -> step.defer(state);
          };
    };
  }
}
