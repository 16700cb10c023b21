package dev.perdure.testing.diagram.flow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the step may have been told by the verbs whose result nobody returned, and the ways that
 * lead to it. Immutable.
 *
 * @param ways for each mark the ways; at least one mark
 */
record Marks(Map<Mark, Paths> ways) {
  /** The step was told nothing. */
  static final Marks NONE = of(Mark.NONE);

  static Marks of(Mark mark) {
    return new Marks(Map.of(mark, Paths.ALWAYS));
  }

  boolean isNone() {
    return equals(NONE);
  }

  /** Either these or those. */
  Marks or(Marks other) {
    if (equals(other)) return this;
    Map<Mark, Paths> both = new LinkedHashMap<>(ways);
    other.ways.forEach((mark, paths) -> both.merge(mark, paths, Paths::or));
    return new Marks(both);
  }

  /** These, where guards held before. */
  Marks after(List<Guard> guards) {
    if (guards.isEmpty()) return this;
    Map<Mark, Paths> longer = new LinkedHashMap<>();
    ways.forEach((mark, paths) -> longer.put(mark, paths.after(guards)));
    return new Marks(longer);
  }

  /** These, and then others: what is told last counts. */
  Marks then(Marks later) {
    if (later.isNone()) return this;
    Map<Mark, Paths> all = new LinkedHashMap<>();
    later.ways.forEach(
        (mark, paths) -> {
          if (mark != Mark.NONE) {
            all.merge(mark, paths, Paths::or);
          } else {
            for (List<Guard> way : paths.ways()) {
              ways.forEach((before, how) -> all.merge(before, how.after(way), Paths::or));
            }
          }
        });
    return new Marks(all);
  }

  /** A value of a step that was told this; what has a mark of its own keeps it. */
  Value on(Value value, boolean named) {
    if (isNone()) return value.each(shape -> shape.under(Mark.NONE, named));
    Value all = new Value(value.known(), Map.of(), value.truth());
    for (Map.Entry<Mark, Paths> told : ways.entrySet()) {
      Value marked = value.each(shape -> shape.under(told.getKey(), named));
      for (List<Guard> way : told.getValue().ways()) all = all.or(marked.after(way));
    }
    return all;
  }
}
