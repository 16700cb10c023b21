package dev.perdure.testing.diagram.flow;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The ways that lead to a value: alternatives, each a list of guards that all hold. Immutable.
 * Beyond a bound the guards are forgotten and the ways are as good as unconditional.
 *
 * @param ways at least one; the empty list is the unconditional way
 */
record Paths(Set<List<Guard>> ways) {
  /** Without a condition. */
  static final Paths ALWAYS = new Paths(Set.of(List.of()));

  private static final int MAX_WAYS = 32;

  /** Either these or those. */
  Paths or(Paths other) {
    if (equals(other)) return this;
    Set<List<Guard>> both = new LinkedHashSet<>(ways);
    both.addAll(other.ways);
    return both.size() > MAX_WAYS ? ALWAYS : new Paths(both);
  }

  /** These, after other guards held. */
  Paths after(List<Guard> guards) {
    if (guards.isEmpty()) return this;
    Set<List<Guard>> longer = new LinkedHashSet<>();
    for (List<Guard> way : ways) {
      Set<Guard> all = new LinkedHashSet<>(guards);
      all.addAll(way);
      longer.add(List.copyOf(all));
    }
    return new Paths(longer);
  }

  /**
   * The alternatives for people, each once: its guards joined. A guard "else" tells something only
   * at the end of a way. Empty when some way is unconditional.
   */
  List<String> texts() {
    Set<String> texts = new LinkedHashSet<>();
    for (List<Guard> way : merged(ways)) {
      List<Guard> told = new ArrayList<>();
      for (int i = 0; i < way.size(); i++) {
        if (!way.get(i).isElse() || i == way.size() - 1) told.add(way.get(i));
      }
      if (told.isEmpty()) return List.of();
      texts.add(told.stream().map(Guard::text).distinct().collect(Collectors.joining(", ")));
    }
    return List.copyOf(texts);
  }

  /** Ways that differ in one decision only, and together take all its branches, are one. */
  private static Set<List<Guard>> merged(Set<List<Guard>> ways) {
    Set<List<Guard>> result = new LinkedHashSet<>(ways);
    for (List<Guard> way : ways) {
      for (int i = 0; i < way.size(); i++) {
        List<List<Guard>> siblings = siblings(way, i, result);
        if (siblings.size() == way.get(i).branches()) {
          siblings.forEach(result::remove);
          List<Guard> without = new ArrayList<>(way);
          without.remove(i);
          result.add(without);
          return merged(result);
        }
      }
    }
    return result;
  }

  private static List<List<Guard>> siblings(List<Guard> way, int at, Set<List<Guard>> among) {
    return among.stream().filter(other -> areSiblings(way, other, at)).toList();
  }

  private static boolean areSiblings(List<Guard> one, List<Guard> other, int at) {
    return one.size() == other.size()
        && one.get(at).decision().equals(other.get(at).decision())
        && one.subList(0, at).equals(other.subList(0, at))
        && one.subList(at + 1, one.size()).equals(other.subList(at + 1, other.size()));
  }
}
