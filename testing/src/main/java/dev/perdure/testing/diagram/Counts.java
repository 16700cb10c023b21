package dev.perdure.testing.diagram;

import dev.perdure.testing.coverage.MachineCoverage;
import dev.perdure.testing.coverage.Reached;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How often what became of events, to colour a diagram by. What is not in it never happened.
 * Immutable.
 */
record Counts(Map<Outcome, Long> counts) {
  /** Keeps a copy. */
  Counts {
    counts = Map.copyOf(counts);
  }

  /**
   * What became of an event, by the names that the diagram gives to classes.
   *
   * @param next for {@link Verdict#NEXT} the next state; empty for every other verdict
   */
  record Outcome(String state, String event, Verdict verdict, String next) {
    private Outcome turned(Verdict away) {
      return new Outcome(state, event, away, "");
    }
  }

  /** What runs reached of the machine type of a diagram. */
  static Counts of(MachineCoverage coverage, StateDiagram diagram) {
    List<String> events = diagram.events().stream().map(StateDiagram.Event::name).toList();
    Map<String, String> states = new LinkedHashMap<>();
    for (Class<?> each : coverage.states()) {
      states.put(coverage.name(each), name(each, diagram.states()));
    }
    Map<Outcome, Long> counts = new LinkedHashMap<>();
    for (Class<?> state : coverage.states()) {
      for (Class<?> event : coverage.events()) {
        Outcome stayed =
            new Outcome(
                name(state, diagram.states()),
                name(event, events),
                Verdict.NEXT,
                name(state, diagram.states()));
        coverage.reached(state, event).ifPresent(reached -> count(stayed, reached, states, counts));
      }
    }
    return new Counts(counts);
  }

  private static void count(
      Outcome stayed, Reached reached, Map<String, String> states, Map<Outcome, Long> counts) {
    reached
        .next()
        .forEach(
            (next, times) -> {
              String target = states.getOrDefault(next, "");
              Verdict verdict = target.isEmpty() ? Verdict.HALT : Verdict.NEXT;
              counts.merge(
                  new Outcome(stayed.state, stayed.event, verdict, target), times, Long::sum);
            });
    reached
        .verdicts()
        .forEach(
            (did, times) -> {
              switch (did) {
                case DEFERRED -> counts.put(stayed.turned(Verdict.DEFER), times);
                case IGNORED -> counts.put(stayed.turned(Verdict.IGNORE), times);
                case REJECTED -> counts.put(stayed.turned(Verdict.REJECT), times);
                case QUERIED -> counts.merge(stayed, times, Long::sum);
                case HANDLED, HALTED -> {} // These have a next.
              }
            });
  }

  private static String name(Class<?> member, List<String> known) {
    String name = member.getSimpleName();
    Class<?> outer = member.getEnclosingClass();
    return known.contains(name) || outer == null ? name : outer.getSimpleName() + "." + name;
  }

  /**
   * How often a transition was taken. Those of one event from one state to one other are not told
   * apart: each has the count of all.
   */
  long count(Transition transition) {
    if (transition.verdict() != Verdict.NEXT) {
      return count(transition, transition.verdict(), "");
    }
    return transition.targets().stream()
        .mapToLong(target -> count(transition, Verdict.NEXT, target))
        .sum();
  }

  private long count(Transition transition, Verdict verdict, String next) {
    return counts.getOrDefault(
        new Outcome(transition.state(), transition.event(), verdict, next), 0L);
  }

  /** Whether a machine was in a state. */
  boolean isReached(String state) {
    return counts.keySet().stream()
        .anyMatch(outcome -> outcome.state.equals(state) || outcome.next.equals(state));
  }
}
