package dev.perdure.testing;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.Query;
import dev.perdure.ReplyTo;
import dev.perdure.Step;
import java.util.ArrayList;
import java.util.List;

/** A small machine for tests: it writes lines down, and passes them on. */
@SuppressWarnings("FutureReturnValueIgnored") // The run waits for all requests.
final class Ledgers implements Machine<Ledgers.Lines, Ledgers.Event> {
  static final MachineType<Event> TYPE = MachineType.of("ledger", Event.class);
  static final Definition<Lines, Event> DEFINITION = Definition.of(TYPE, Lines.class, Ledgers::new);

  sealed interface Event {}

  /** Written down. */
  record Write(String line) implements Event {}

  /** Written down, and answered with how many lines there are. */
  record WriteAndCount(String line, ReplyTo<Integer> to) implements Event {}

  /** Written down, and sent on to another. */
  record Pass(MachineRef<Event> next, String line) implements Event {}

  /** Refused. */
  record Refuse(ReplyTo<Integer> to) implements Event {}

  record Count(ReplyTo<Integer> to) implements Event, Query {}

  record Lines(List<String> lines) {
    Lines and(String line) {
      List<String> more = new ArrayList<>(lines);
      more.add(line);
      return new Lines(List.copyOf(more));
    }
  }

  @Override
  public Lines initial() {
    return new Lines(List.of());
  }

  @Override
  public Lines on(Lines state, Event event, Step<Event> step) {
    return switch (event) {
      case Write(var line) -> state.and(line);
      case WriteAndCount(var line, var to) -> {
        step.reply(to, state.lines().size() + 1);
        yield state.and(line);
      }
      case Pass(var next, var line) -> {
        step.send(next, new Write(line));
        yield state.and(line);
      }
      case Refuse(var to) -> {
        step.refuse(to, "never");
        yield state;
      }
      case Count(var to) -> {
        step.reply(to, state.lines().size());
        yield state;
      }
    };
  }

  /** A cheap scenario: some lines, passed on. */
  static void play(Simulation simulation) {
    simulation.open(DEFINITION);
    for (int i = 0; i < 4; i++) {
      MachineRef<Event> to = TYPE.ref("l" + simulation.random().nextInt(3));
      simulation.client("c" + i % 2).send(TYPE.ref("l" + i % 3), new Pass(to, "line " + i));
    }
    simulation.run();
  }
}
