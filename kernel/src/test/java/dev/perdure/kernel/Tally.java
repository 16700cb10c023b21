package dev.perdure.kernel;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.Query;
import dev.perdure.ReplyTo;
import dev.perdure.Step;
import java.util.ArrayList;
import java.util.List;

/** The simplest machine: writes down what it gets. */
final class Tally implements Machine<Tally.Notes, Tally.Event> {
  static final MachineType<Event> TYPE = MachineType.of("tally", Event.class);
  static final Definition<Notes, Event> DEFINITION = Definition.of(TYPE, Notes.class, Tally::new);

  sealed interface Event {}

  /** Written down. */
  record Note(String text) implements Event {}

  /** Written down, and answered with how many there are. */
  record NoteAndCount(String text, ReplyTo<Integer> to) implements Event {}

  /** Sent on to another tally as a note. */
  record Pass(MachineRef<Event> next, String text) implements Event {}

  record Count(ReplyTo<Integer> to) implements Event, Query {}

  record Notes(List<String> texts) {}

  @Override
  public Notes initial() {
    return new Notes(List.of());
  }

  @Override
  public Notes on(Notes notes, Event event, Step<Event> step) {
    return switch (event) {
      case Note(var text) -> with(notes, text);
      case NoteAndCount(var text, var to) -> {
        step.reply(to, notes.texts().size() + 1);
        yield with(notes, text);
      }
      case Pass(var next, var text) -> {
        step.send(next, new Note(text));
        yield notes;
      }
      case Count(var to) -> {
        step.reply(to, notes.texts().size());
        yield notes;
      }
    };
  }

  private static Notes with(Notes notes, String text) {
    List<String> more = new ArrayList<>(notes.texts());
    more.add(text);
    return new Notes(List.copyOf(more));
  }

  /** What a tally wrote down. */
  static List<String> notes(KernelHarness kernel, MachineRef<Event> tally) {
    return ((Notes) kernel.state(tally)).texts();
  }
}
