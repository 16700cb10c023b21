package dev.perdure.testing.explore;

import dev.perdure.testing.Choice;
import dev.perdure.testing.ChoicePoint;
import dev.perdure.testing.ChoicePoint.Kind;
import dev.perdure.testing.Strategy;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * All that a run decided otherwise than the plain way, short enough for a command line: {@code
 * F12,T3=2} is the fault at the 13th point of a fault, and the third option at the fourth of a
 * task. With the same seed and program that is the same run.
 */
public final class Picks {
  private final Map<Kind, NavigableMap<Integer, Integer>> picked;

  private Picks(Map<Kind, NavigableMap<Integer, Integer>> picked) {
    this.picked = picked;
  }

  private static Map<Kind, NavigableMap<Integer, Integer>> none() {
    Map<Kind, NavigableMap<Integer, Integer>> none = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      none.put(kind, new TreeMap<>());
    }
    return none;
  }

  /** What these choices picked. */
  public static Picks of(List<Choice> choices) {
    Map<Kind, NavigableMap<Integer, Integer>> picked = none();
    Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
    for (Choice choice : choices) {
      int number = counts.merge(choice.kind(), 1, Integer::sum) - 1;
      if (choice.picked() != 0) {
        of(picked, choice.kind()).put(number, choice.picked());
      }
    }
    return new Picks(picked);
  }

  private static NavigableMap<Integer, Integer> of(
      Map<Kind, NavigableMap<Integer, Integer>> all, Kind kind) {
    return all.computeIfAbsent(kind, _ -> new TreeMap<>());
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @throws IllegalArgumentException if it is not that
   */
  public static Picks parse(String text) {
    Map<Kind, NavigableMap<Integer, Integer>> picked = none();
    if (!text.isEmpty() && !text.equals(PLAIN)) {
      for (String part : text.split(",", -1)) {
        parse(part, picked);
      }
    }
    return new Picks(picked);
  }

  private static final String PLAIN = "plain";

  private static void parse(String part, Map<Kind, NavigableMap<Integer, Integer>> into) {
    if (!part.matches("[TCFV][0-9]{1,9}(=[0-9]{1,9})?")) {
      throw new IllegalArgumentException(
          "not a pick: '%s'; one is a letter of T, C, F, V, a number, and perhaps = and a number"
              .formatted(part));
    }
    int equals = part.indexOf('=');
    int number = Integer.parseInt(part.substring(1, equals < 0 ? part.length() : equals));
    int pick = equals < 0 ? 1 : Integer.parseInt(part.substring(equals + 1));
    for (Kind kind : Kind.values()) {
      if (kind.name().charAt(0) == part.charAt(0)) {
        of(into, kind).put(number, pick);
      }
    }
  }

  /** Decides by these, and the plain way everywhere else. */
  public Strategy strategy() {
    Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
    return point -> {
      int number = counts.merge(point.kind(), 1, Integer::sum) - 1;
      int pick = of(picked, point.kind()).getOrDefault(number, 0);
      return pick == 0 ? 0 : Math.min(pick, point.options() - 1);
    };
  }

  /** How many there are. */
  public int size() {
    return picked.values().stream().mapToInt(NavigableMap::size).sum();
  }

  /** How many of a kind there are. */
  public int size(ChoicePoint.Kind kind) {
    return of(picked, kind).size();
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    String text =
        picked.entrySet().stream()
            .flatMap(
                ofKind ->
                    ofKind.getValue().entrySet().stream()
                        .map(pick -> text(ofKind.getKey(), pick.getKey(), pick.getValue())))
            .collect(Collectors.joining(","));
    return text.isEmpty() ? PLAIN : text;
  }

  private static String text(Kind kind, int number, int pick) {
    String place = kind.name().substring(0, 1) + number;
    return pick == 1 ? place : place + "=" + pick;
  }
}
