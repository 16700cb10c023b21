package dev.perdure.examples.wordcount;

import dev.perdure.Definition;
import dev.perdure.DurableMap;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MachineType;
import dev.perdure.MapKey;
import dev.perdure.Query;
import dev.perdure.ReplyTo;
import dev.perdure.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps the highest frequency that any counter found, and every one that was the highest in its
 * time, in the order in which they were reported.
 */
public final class Gatherer implements Machine<Gatherer.State, Gatherer.Event> {
  public static final MachineType<Event> TYPE = MachineType.of("word-gatherer", Event.class);
  public static final Definition<?, Event> DEFINITION =
      Definition.of(TYPE, State.class, Gatherer::new);

  /** The one gatherer. */
  public static final MachineRef<Event> MAIN = TYPE.ref("main");

  /** The longest page of the history. */
  public static final int MAX_PAGE = 1_000;

  /** What the gatherer can be told. */
  public sealed interface Event {}

  /**
   * What was reported as the highest frequency, one after the other?
   *
   * @param after how many of the first reports to leave out
   */
  public record ListReports(long after, ReplyTo<Reports> to) implements Event, Query {}

  record Found(WordFrequency found) implements Event {}

  /** At most {@link #MAX_PAGE} reports, in the order of reporting. */
  public record Reports(List<WordFrequency> reports) {
    /** Copies the list. */
    public Reports {
      reports = List.copyOf(reports);
    }
  }

  record State(long highest, long reports) {}

  private static final MapKey<Long, WordFrequency> REPORTS =
      MapKey.of("reports", Long.class, WordFrequency.class);

  @Override
  public State initial() {
    return new State(0, 0);
  }

  @Override
  public State on(State state, Event event, Step<Event> step) {
    return switch (event) {
      case Found(var found) when found.frequency() > state.highest() -> {
        long number = state.reports() + 1;
        step.map(REPORTS).put(number, found);
        yield new State(found.frequency(), number);
      }
      // Another counter was there first.
      case Found _ -> step.ignore(state);
      case ListReports(var after, var to) -> {
        step.reply(to, page(after, step.map(REPORTS)));
        yield state;
      }
    };
  }

  private static Reports page(long after, DurableMap<Long, WordFrequency> all) {
    List<WordFrequency> page = new ArrayList<>();
    for (var report : all.entriesAfter(after)) {
      page.add(report.getValue());
      if (page.size() == MAX_PAGE) break;
    }
    return new Reports(page);
  }
}
