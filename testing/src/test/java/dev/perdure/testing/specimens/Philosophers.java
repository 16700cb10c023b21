package dev.perdure.testing.specimens;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.Step;
import dev.perdure.testing.Liveness;
import dev.perdure.testing.Simulation;

/**
 * Philosophers around a table, each with a fork to the left and to the right. Wrong: each takes the
 * left one first, so that all may hold one and wait for ever. Right: the fork of the lower number
 * first.
 */
@SuppressWarnings("SameNameButDifferent") // Each machine has its own State and Event.
final class Philosophers {
  private static final int SEATS = 3;

  private Philosophers() {}

  static Specimen specimen() {
    return new Specimen(
        "dining philosophers",
        simulation -> play(simulation, false),
        simulation -> play(simulation, true),
        "all have eaten");
  }

  private static void play(Simulation simulation, boolean ordered) {
    simulation.open(Fork.DEFINITION, Philosopher.DEFINITION);
    Liveness eaten = simulation.liveness("all have eaten");
    int[] meals = new int[1];
    eaten.hot("nobody has");
    simulation.watch(
        step -> {
          if (step.after() instanceof Philosopher.Full
              && !(step.before() instanceof Philosopher.Full)
              && ++meals[0] == SEATS) {
            eaten.cold();
          }
        });
    for (int seat = 0; seat < SEATS; seat++) {
      int left = seat;
      int right = (seat + 1) % SEATS;
      int first = ordered ? Math.min(left, right) : left;
      int second = first == left ? right : left;
      var _ =
          simulation
              .client("c" + seat)
              .send(
                  Philosopher.TYPE.ref("p" + seat),
                  new Philosopher.Sit(Fork.TYPE.ref("f" + first), Fork.TYPE.ref("f" + second)));
    }
    simulation.run();
  }

  /** A fork: given to one at a time. */
  static final class Fork implements Machine<Fork.State, Fork.Event> {
    static final MachineType<Event> TYPE = MachineType.of("fork", Event.class);
    static final Definition<?, Event> DEFINITION = Definition.of(TYPE, State.class, Fork::new);

    sealed interface Event {}

    record Take(MachineRef<Philosopher.Event> by) implements Event {}

    record PutBack() implements Event {}

    sealed interface State {}

    record Free() implements State {}

    record Taken() implements State {}

    @Override
    public State initial() {
      return new Free();
    }

    @Override
    public State on(State state, Event event, Step<Event> step) {
      return switch (state) {
        case Free free ->
            switch (event) {
              case Take(var by) -> {
                step.send(by, new Philosopher.Got());
                yield new Taken();
              }
              case PutBack() -> step.reject(free, "not taken");
            };
        case Taken taken ->
            switch (event) {
              case Take _ -> step.defer(taken);
              case PutBack() -> new Free();
            };
      };
    }
  }

  /** A philosopher. */
  static final class Philosopher implements Machine<Philosopher.State, Philosopher.Event> {
    static final MachineType<Event> TYPE = MachineType.of("philosopher", Event.class);
    static final Definition<?, Event> DEFINITION =
        Definition.of(TYPE, State.class, Philosopher::new);

    sealed interface Event {}

    record Sit(MachineRef<Fork.Event> first, MachineRef<Fork.Event> second) implements Event {}

    record Got() implements Event {}

    sealed interface State {}

    record Thinking() implements State {}

    record Hungry(MachineRef<Fork.Event> first, MachineRef<Fork.Event> second) implements State {}

    record HoldsOne(MachineRef<Fork.Event> first, MachineRef<Fork.Event> second) implements State {}

    record Full() implements State {}

    @Override
    public State initial() {
      return new Thinking();
    }

    @Override
    public State on(State state, Event event, Step<Event> step) {
      return switch (state) {
        case Thinking thinking ->
            switch (event) {
              case Sit(var first, var second) -> {
                step.send(first, new Fork.Take(step.self()));
                yield new Hungry(first, second);
              }
              case Got() -> step.reject(thinking, "asked for no fork");
            };
        case Hungry(var first, var second) ->
            switch (event) {
              case Got() -> {
                step.send(second, new Fork.Take(step.self()));
                yield new HoldsOne(first, second);
              }
              case Sit _ -> step.reject(state, "sits");
            };
        case HoldsOne(var first, var second) ->
            switch (event) {
              case Got() -> {
                step.send(first, new Fork.PutBack());
                step.send(second, new Fork.PutBack());
                yield new Full();
              }
              case Sit _ -> step.reject(state, "sits");
            };
        case Full full -> step.ignore(full);
      };
    }
  }
}
