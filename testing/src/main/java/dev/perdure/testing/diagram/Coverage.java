package dev.perdure.testing.diagram;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How often each pair of a state and an event was stepped, to colour a diagram by. What is not in
 * it was never stepped. Immutable.
 *
 * @param counts the pairs and their counts, none below zero
 */
public record Coverage(Map<Pair, Long> counts) {
  /** Keeps a copy, and checks the counts. */
  public Coverage {
    counts = Map.copyOf(counts);
    counts.forEach(
        (pair, count) -> {
          if (count < 0) throw new IllegalArgumentException("%s: %d".formatted(pair, count));
        });
  }

  /** A state and an event, by the names that the diagram gives to their classes. */
  public record Pair(String state, String event) {}

  /** Nothing yet; add with {@link #plus}. */
  public static Coverage none() {
    return new Coverage(Map.of());
  }

  /** One more pair, or more of it. */
  public Coverage plus(String state, String event, long count) {
    Map<Pair, Long> more = new LinkedHashMap<>(counts);
    more.merge(new Pair(state, event), count, Math::addExact);
    return new Coverage(more);
  }

  /** How often this pair was stepped. */
  public long count(String state, String event) {
    return counts.getOrDefault(new Pair(state, event), 0L);
  }

  OptionalLong countOf(Transition transition) {
    return OptionalLong.of(count(transition.state(), transition.event()));
  }
}
