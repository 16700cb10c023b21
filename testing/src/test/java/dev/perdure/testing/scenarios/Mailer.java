package dev.perdure.testing.scenarios;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.Step;
import dev.perdure.kernel.Placements;

/** Sends marks, and writes down those that come. */
final class Mailer implements Machine<Mailer.State, Mailer.Event> {
  static final MachineType<Event> TYPE = MachineType.of("mailer", Event.class);
  static final Definition<?, Event> DEFINITION = Definition.of(TYPE, State.class, Mailer::new);
  static final int PARTITIONS = 3;

  sealed interface Event {}

  record Mark(String text) implements Event {}

  /** Sends a mark to a machine. */
  record SendMark(MachineRef<Event> to, String text) implements Event {}

  /** Makes as many machines, each of which sends a mark of its number. */
  record Make(int machines, MachineRef<Event> to) implements Event {}

  /** Makes a machine, sends it a mark, and another from the state that comes next. */
  record MakeAndGoOn() implements Event {}

  /** Of a round trip: out, home, and back again with another mark behind it. */
  record Out(MachineRef<Event> from) implements Event {}

  record Home(MachineRef<Event> from) implements Event {}

  record Back() implements Event {}

  sealed interface State {
    String marks();
  }

  record Here(String marks) implements State {}

  record Abroad(String marks) implements State {}

  /** A machine in a partition, so that each stands for a thread. */
  static MachineRef<Event> in(int partition) {
    Placements placements = new Placements(PARTITIONS);
    for (int i = 0; ; i++) {
      MachineRef<Event> ref = TYPE.ref("machine " + i);
      if (placements.partitionOf(ref) == partition) {
        return ref;
      }
    }
  }

  @Override
  public State initial() {
    return new Here("");
  }

  @Override
  public State on(State state, Event event, Step<Event> step) {
    return switch (event) {
      case Mark(var text) when state instanceof Here -> new Here(state.marks() + text);
      case Mark(var text) -> new Abroad(state.marks() + text + "!");
      case SendMark(var to, var text) -> {
        step.send(to, new Mark(text));
        yield state;
      }
      case Make(var machines, var to) -> {
        for (int i = 1; i <= machines; i++) {
          step.create(TYPE, new SendMark(to, Integer.toString(i)));
        }
        yield state;
      }
      case MakeAndGoOn _ -> {
        MachineRef<Event> made = step.create(TYPE, new Mark("0"));
        step.send(made, new Mark("1"));
        yield abroad(made, step);
      }
      case Out(var from) -> {
        step.send(from, new Home(step.self()));
        yield new Abroad(state.marks());
      }
      case Home(var from) -> {
        step.send(from, new Back());
        step.send(from, new Mark("a"));
        yield state;
      }
      case Back _ -> new Here(state.marks());
    };
  }

  /** The state that comes next, which sends a mark as it begins. */
  private static Abroad abroad(MachineRef<Event> made, Step<Event> step) {
    step.send(made, new Mark("2"));
    return new Abroad(made.key());
  }
}
