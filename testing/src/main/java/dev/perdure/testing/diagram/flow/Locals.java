package dev.perdure.testing.diagram.flow;

import com.sun.source.util.TreePath;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.element.Element;
import org.jspecify.annotations.Nullable;

/**
 * Where a run through a method is: its variables, the guards that hold, what the step was told.
 * Mutable; every branch has a copy of its own, and {@link #become} brings branches together.
 */
final class Locals {
  private final TreePath home;
  private final Frame frame;
  private final Value self;
  private Map<Element, Value> variables = new LinkedHashMap<>();
  private List<Guard> path = List.of();
  private Marks marks = Marks.NONE;
  private boolean named;

  /**
   * The beginning of a method.
   *
   * @param home the method's place in its source
   * @param self what {@code this} is
   * @param named whether the event was named by an arm that led here
   */
  Locals(TreePath home, Frame frame, Value self, boolean named) {
    this.home = home;
    this.frame = frame;
    this.self = self;
    this.named = named;
  }

  private Locals(Locals other, Frame frame) {
    this(other.home, frame, other.self, other.named);
    variables = new LinkedHashMap<>(other.variables);
    path = other.path;
    marks = other.marks;
  }

  Locals copy() {
    return new Locals(this, frame);
  }

  /** A copy for the body of a lambda, whose returns are its own. */
  Locals inside(Frame inner) {
    Locals copy = new Locals(this, inner);
    copy.path = List.of();
    return copy;
  }

  TreePath home() {
    return home;
  }

  Frame frame() {
    return frame;
  }

  Value self() {
    return self;
  }

  List<Guard> path() {
    return path;
  }

  Marks marks() {
    return marks;
  }

  boolean named() {
    return named;
  }

  boolean knows(Element variable) {
    return variables.containsKey(variable);
  }

  Value get(Element variable) {
    return variables.getOrDefault(variable, Value.UNKNOWN);
  }

  void set(Element variable, Value value) {
    variables.put(variable, value);
    frame.assigned(variable, value);
  }

  void setAll(Map<Element, Value> values) {
    values.forEach(this::set);
  }

  /** From here on variables may have these values as well. */
  void mayHave(Map<Element, Value> values) {
    values.forEach(
        (variable, value) -> variables.computeIfPresent(variable, (_, was) -> was.or(value)));
  }

  void add(Guard guard) {
    path = Stream.concat(path.stream(), Stream.of(guard)).distinct().toList();
  }

  /** The step is told something more. */
  void tell(Marks told) {
    marks = marks.then(told);
  }

  void nameEvent(boolean byArm) {
    named = byArm;
  }

  /** A value as it is seen from outside the branch that began with these guards. */
  Value leaving(Value value, List<Guard> before) {
    return marks.on(value, named).after(since(before));
  }

  /** The guards that were added since there were only these. */
  private List<Guard> since(List<Guard> before) {
    return path.subList(Math.min(before.size(), path.size()), path.size());
  }

  /**
   * Goes on where branches meet. A single one keeps its guards: the others did not get here. Of
   * several, a variable that differs keeps the guards in its value.
   *
   * @param branches those that end here; at least one
   */
  void become(List<Locals> branches) {
    if (branches.size() == 1) {
      Locals only = branches.getFirst();
      variables = new LinkedHashMap<>(only.variables);
      path = only.path;
      marks = only.marks;
      named = only.named;
      return;
    }
    Map<Element, Value> joined = new LinkedHashMap<>();
    for (Element variable : variablesOf(branches)) {
      joined.put(variable, joined(variable, branches));
    }
    variables = joined;
    if (branches.stream().map(Locals::marks).distinct().count() > 1) {
      marks =
          branches.stream()
              .map(branch -> branch.marks.after(branch.since(path)))
              .reduce(Marks::or)
              .orElse(marks);
    } else {
      marks = branches.getFirst().marks;
    }
    named |= branches.stream().allMatch(Locals::named);
  }

  private static Set<Element> variablesOf(List<Locals> branches) {
    Set<Element> all = new LinkedHashSet<>();
    branches.forEach(branch -> all.addAll(branch.variables.keySet()));
    return all;
  }

  private Value joined(Element variable, List<Locals> branches) {
    Set<Value> different = new LinkedHashSet<>();
    branches.forEach(
        branch -> different.add(branch.variables.getOrDefault(variable, Value.NOTHING)));
    if (different.size() == 1) return different.iterator().next();
    Value joined = Value.NOTHING;
    for (Locals branch : branches) {
      Value value = branch.variables.getOrDefault(variable, Value.NOTHING);
      joined = joined.or(value.after(branch.since(path)));
    }
    return joined;
  }

  /** Whether the variables may be the same, whatever guards lead to them. */
  boolean sameValues(Locals other) {
    return variables.keySet().equals(other.variables.keySet())
        && variables.entrySet().stream()
            .allMatch(
                entry ->
                    entry
                        .getValue()
                        .unconditional()
                        .equals(other.get(entry.getKey()).unconditional()));
  }

  /** The branches that are there. */
  static List<Locals> present(@Nullable Locals... branches) {
    return Stream.of(branches).flatMap(Stream::ofNullable).toList();
  }
}
