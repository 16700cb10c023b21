package dev.perdure.testing.explore;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.Step;
import dev.perdure.kernel.Placements;
import dev.perdure.testing.Faults;
import dev.perdure.testing.Scenario;
import dev.perdure.testing.Simulation;
import dev.perdure.testing.Violation;

/**
 * A specimen with a bug of order: a runner takes the long way, over some hops between two machines,
 * and another the short one. The goal takes it for granted that the short way is faster.
 */
final class Race implements Machine<Race.State, Race.Event> {
  static final MachineType<Event> TYPE = MachineType.of("race", Event.class);
  static final Definition<?, Event> DEFINITION = Definition.of(TYPE, State.class, Race::new);

  private static final int PARTITIONS = 4;
  private static final MachineRef<Event> START = in(0);
  private static final MachineRef<Event> THERE = in(1);
  private static final MachineRef<Event> BACK = in(2);
  private static final MachineRef<Event> SHORT = in(3);
  private static final MachineRef<Event> GOAL = in(0);

  sealed interface Event {}

  record Go(int hops) implements Event {}

  record Hop(int left) implements Event {}

  record ShortWay() implements Event {}

  record Arrived(boolean longWay) implements Event {}

  enum First {
    NOBODY,
    SHORT_WAY,
    LONG_WAY
  }

  record State(First first) {}

  /** A machine in a partition, so that each stands for a thread. */
  private static MachineRef<Event> in(int partition) {
    Placements placements = new Placements(PARTITIONS);
    for (int i = 0; ; i++) {
      MachineRef<Event> ref = TYPE.ref("machine " + i);
      if (placements.partitionOf(ref) == partition) {
        return ref;
      }
    }
  }

  /** Plays it without faults; fails when the long way is faster. */
  static Scenario scenario(int hops) {
    return simulation -> play(simulation, hops, Faults.none());
  }

  static void play(Simulation simulation, int hops, Faults faults) {
    simulation.faults(faults).partitions(PARTITIONS).stores(1).open(DEFINITION);
    var _ = simulation.client("starter").send(START, new Go(hops));
    simulation.run();
    First first = simulation.state(GOAL, State.class).map(State::first).orElse(First.NOBODY);
    if (first != First.SHORT_WAY) {
      throw new Violation("race: first was " + first);
    }
  }

  @Override
  public State initial() {
    return new State(First.NOBODY);
  }

  @Override
  public State on(State state, Event event, Step<Event> step) {
    return switch (event) {
      case Go(var hops) -> {
        step.send(SHORT, new ShortWay());
        step.send(THERE, new Hop(hops));
        yield state;
      }
      case Hop(var left) when left == 0 -> {
        step.send(GOAL, new Arrived(true));
        yield state;
      }
      case Hop(var left) -> {
        step.send(step.self().equals(THERE) ? BACK : THERE, new Hop(left - 1));
        yield state;
      }
      case ShortWay _ -> {
        step.send(GOAL, new Arrived(false));
        yield state;
      }
      case Arrived(var longWay) when state.first() == First.NOBODY ->
          new State(longWay ? First.LONG_WAY : First.SHORT_WAY);
      case Arrived _ -> step.ignore(state);
    };
  }
}
