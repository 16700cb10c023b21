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
 * A specimen with a bug that needs much regularity first: two voices play in turn, each over two
 * machines, and the listener, once it has heard them alternate for a while, takes it for granted
 * that they go on so.
 */
final class Duet implements Machine<Duet.State, Duet.Event> {
  static final MachineType<Event> TYPE = MachineType.of("duet", Event.class);
  static final Definition<?, Event> DEFINITION = Definition.of(TYPE, State.class, Duet::new);

  private static final int PARTITIONS = 5;
  private static final int NOTES = 26;
  private static final int USED_TO = 19;
  private static final MachineRef<Event> LISTENER = in(0);

  sealed interface Event {}

  record Begin() implements Event {}

  record Play(int voice, int left) implements Event {}

  record Heard(int voice) implements Event {}

  /**
   * What the listener knows.
   *
   * @param last the voice that was heard last
   * @param alternated how often in a row the other one came
   */
  record State(int last, int alternated, boolean fooled) {}

  private static MachineRef<Event> in(int partition) {
    Placements placements = new Placements(PARTITIONS);
    for (int i = 0; ; i++) {
      MachineRef<Event> ref = TYPE.ref("machine " + i);
      if (placements.partitionOf(ref) == partition) {
        return ref;
      }
    }
  }

  static Scenario scenario() {
    return Duet::play;
  }

  private static void play(Simulation simulation) {
    // The end of the faults changes the schedule too: it comes at once or never.
    simulation
        .faults(Faults.none())
        .faultyTurns(100_000)
        .partitions(PARTITIONS)
        .stores(1)
        .open(DEFINITION);
    var _ = simulation.client("conductor").send(LISTENER, new Begin());
    simulation.run();
    State heard = simulation.state(LISTENER, State.class).orElseThrow();
    if (heard.fooled()) {
      throw new Violation("duet: the listener was fooled");
    }
  }

  @Override
  public State initial() {
    return new State(-1, 0, false);
  }

  @Override
  public State on(State state, Event event, Step<Event> step) {
    return switch (event) {
      case Begin _ -> {
        step.send(in(1), new Play(0, NOTES));
        step.send(in(3), new Play(1, NOTES));
        yield state;
      }
      case Play(var voice, var left) -> {
        step.send(LISTENER, new Heard(voice));
        int next = 1 + 2 * voice + (left % 2 == 0 ? 1 : 0);
        if (left > 0) {
          step.send(in(next), new Play(voice, left - 1));
        }
        yield state;
      }
      case Heard(var voice) when voice == state.last() ->
          new State(voice, 0, state.fooled() || state.alternated() >= USED_TO);
      case Heard(var voice) -> new State(voice, state.alternated() + 1, state.fooled());
    };
  }
}
