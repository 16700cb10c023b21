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
 *
 * <p>It watches its counters as well. Each tells it every frequency that is its highest, and a
 * frequency grows by one, so from each counter come 1, 2, 3 and so on: what is out of this turn was
 * lost, came twice, or was overtaken.
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

  /**
   * At most {@link #MAX_PAGE} reports, in the order of reporting.
   *
   * @param outOfTurn how many of the counters' reports were not the next of their counter
   */
  public record Reports(List<WordFrequency> reports, long outOfTurn) {
    /** Copies the list. */
    public Reports {
      reports = List.copyOf(reports);
    }
  }

  record State(long highest, long reports, long outOfTurn) {}

  private static final MapKey<String, Long> HEARD = MapKey.of("heard", String.class, Long.class);
  static final MapKey<Long, WordFrequency> REPORTS =
      MapKey.of("reports", Long.class, WordFrequency.class);

  @Override
  public State initial() {
    return new State(0, 0, 0);
  }

  @Override
  public State on(State state, Event event, Step<Event> step) {
    return switch (event) {
      case Found(var found) -> found(state, found, step);
      case ListReports(var after, var to) -> {
        step.reply(to, new Reports(page(after, step.map(REPORTS)), state.outOfTurn()));
        yield state;
      }
    };
  }

  private static State found(State state, WordFrequency found, Step<Event> step) {
    long before = step.map(HEARD).get(found.counter()).orElse(0L);
    step.map(HEARD).put(found.counter(), found.frequency());
    long outOfTurn = state.outOfTurn() + (found.frequency() == before + 1 ? 0 : 1);
    // Another counter may have been there first.
    if (found.frequency() <= state.highest()) {
      return new State(state.highest(), state.reports(), outOfTurn);
    }
    long number = state.reports() + 1;
    step.map(REPORTS).put(number, found);
    return new State(found.frequency(), number, outOfTurn);
  }

  private static List<WordFrequency> page(long after, DurableMap<Long, WordFrequency> all) {
    List<WordFrequency> page = new ArrayList<>();
    for (var report : all.entriesAfter(after)) {
      page.add(report.getValue());
      if (page.size() == MAX_PAGE) break;
    }
    return page;
  }
}
