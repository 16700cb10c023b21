package dev.perdure.testing.diagram;

import dev.perdure.testing.coverage.MachineCoverage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How often each pair of a state and an event was stepped, to colour a diagram by. What is not in
 * it was never stepped. Immutable.
 *
 * @param counts the pairs and their counts
 */
record Counts(Map<Pair, Long> counts) {
  /** Keeps a copy. */
  Counts {
    counts = Map.copyOf(counts);
  }

  /** A state and an event, by the names that the diagram gives to their classes. */
  record Pair(String state, String event) {}

  /** What runs reached of the machine type of a diagram. */
  static Counts of(MachineCoverage coverage, StateDiagram diagram) {
    List<String> events = diagram.events().stream().map(StateDiagram.Event::name).toList();
    Map<Pair, Long> counts = new LinkedHashMap<>();
    for (Class<?> state : coverage.states()) {
      for (Class<?> event : coverage.events()) {
        coverage
            .reached(state, event)
            .ifPresent(
                reached ->
                    counts.put(
                        new Pair(name(state, diagram.states()), name(event, events)),
                        reached.times()));
      }
    }
    return new Counts(counts);
  }

  private static String name(Class<?> member, List<String> known) {
    String name = member.getSimpleName();
    Class<?> outer = member.getEnclosingClass();
    return known.contains(name) || outer == null ? name : outer.getSimpleName() + "." + name;
  }

  /** How often this pair was stepped. */
  long count(String state, String event) {
    return counts.getOrDefault(new Pair(state, event), 0L);
  }

  OptionalLong countOf(Transition transition) {
    return OptionalLong.of(count(transition.state(), transition.event()));
  }
}
