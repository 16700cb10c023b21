package dev.perdure.testing.diagram.flow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.TypeElement;

/**
 * All objects of one class that came about in one way. Immutable.
 *
 * @param type a class without subclasses that matter: a record, or a leaf of a sealed family
 * @param mark what the step did when it made this its result
 * @param unresolved empty, or which expression this is a guess for, made from its static type
 * @param raised the events that were raised on the way here, in order
 * @param named whether an arm that names the event led here
 * @param parts what is known of its components, by name
 */
record Shape(
    TypeElement type,
    Mark mark,
    String unresolved,
    List<String> raised,
    boolean named,
    Map<String, Value> parts) {

  /** An object of which only the class is known. */
  static Shape of(TypeElement type) {
    return new Shape(type, Mark.NONE, "", List.of(), false, Map.of());
  }

  /** One of several guesses for an expression. */
  static Shape guess(TypeElement type, String expression) {
    return new Shape(type, Mark.NONE, expression, List.of(), false, Map.of());
  }

  Shape marked(Mark how) {
    return new Shape(type, how, unresolved, raised, named, parts);
  }

  /** This one, seen under a mark and a naming arm: what it has already it keeps. */
  Shape under(Mark outer, boolean byName) {
    return new Shape(
        type, mark == Mark.NONE ? outer : mark, unresolved, raised, named || byName, parts);
  }

  /** This one after another event was raised; one that raises itself counts once. */
  Shape raisedBy(String event) {
    if (raised.contains(event)) return this;
    List<String> all = new ArrayList<>(List.of(event));
    all.addAll(raised);
    return new Shape(type, mark, unresolved, List.copyOf(all), named, parts);
  }

  Shape with(String component, Value value) {
    Map<String, Value> changed = new LinkedHashMap<>(parts);
    changed.put(component, value);
    return new Shape(type, mark, unresolved, raised, named, Map.copyOf(changed));
  }

  /** This one as it is found again in a later step: how it came about is forgotten. */
  Shape plain() {
    return new Shape(type, Mark.NONE, unresolved, List.of(), false, Map.of());
  }

  /** This one without what lies deeper in it. */
  Shape shallow(int depth) {
    Map<String, Value> kept = new LinkedHashMap<>();
    if (depth > 0) {
      parts.forEach((component, value) -> kept.put(component, value.shallow(depth - 1)));
    }
    return new Shape(type, mark, unresolved, raised, named, Map.copyOf(kept));
  }
}
