package dev.perdure.testing.diagram.flow;

import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeMirror;

/**
 * Runs Java on values that stand for many: the parts that do so, and what they have in common. One
 * machine type, one thread.
 */
final class Interpreter {
  private final JavaCode code;
  private final Families families;
  private final ExecutableElement on;
  private final Set<TypeElement> states;
  private final Set<TypeElement> events;
  private final Set<TypeElement> followed;
  private final Components components = new Components();
  private final Expressions expressions = new Expressions(this);
  private final Conditions conditions = new Conditions(this);
  private final Patterns patterns = new Patterns(this);
  private final Switches switches = new Switches(this);
  private final Statements statements = new Statements(this);
  private final Calls calls = new Calls(this);
  private final Methods methods = new Methods(this);

  /**
   * For one machine type.
   *
   * @param on its handler
   */
  Interpreter(
      JavaCode code,
      Families families,
      ExecutableElement on,
      List<TypeElement> states,
      List<TypeElement> events) {
    this.code = code;
    this.families = families;
    this.on = on;
    this.states = new LinkedHashSet<>(states);
    this.events = new LinkedHashSet<>(events);
    this.followed = new LinkedHashSet<>(states);
    followed.addAll(events);
  }

  JavaCode code() {
    return code;
  }

  Families families() {
    return families;
  }

  Components components() {
    return components;
  }

  Expressions expressions() {
    return expressions;
  }

  Conditions conditions() {
    return conditions;
  }

  Patterns patterns() {
    return patterns;
  }

  Switches switches() {
    return switches;
  }

  Statements statements() {
    return statements;
  }

  Calls calls() {
    return calls;
  }

  Methods methods() {
    return methods;
  }

  boolean isState(TypeElement type) {
    return states.contains(type);
  }

  boolean isEvent(TypeElement type) {
    return events.contains(type);
  }

  ExecutableElement handler() {
    return on;
  }

  /** Whether this is the handler itself, so that a call of it raises an event. */
  boolean isHandler(ExecutableElement method) {
    return method.equals(on)
        || code.elements().overrides(on, method, (TypeElement) on.getEnclosingElement());
  }

  /** All that an expression can be by its static type. */
  Value guess(Tree tree, TreePath home) {
    return guess(
        code.type(tree, home),
        () -> "%s: %s".formatted(code.place(tree, home), code.text(tree, home)));
  }

  /**
   * All that something can be by its type.
   *
   * @param where tells what is guessed, for people
   */
  Value guess(TypeMirror type, Supplier<String> where) {
    Optional<List<TypeElement>> leaves = families.leaves(type);
    List<TypeElement> guessed = leaves.orElseGet(() -> families.inside(type, followed));
    String unresolved = guessed.size() > 1 ? where.get() : "";
    Value all = Value.NOTHING;
    for (TypeElement leaf : guessed) all = all.or(Value.of(Shape.guess(leaf, unresolved)));
    if (leaves.isPresent()) return all;
    return guessed.isEmpty() ? Value.UNKNOWN : all.carried();
  }

  /**
   * What of some shapes something of this type can be, or hold inside.
   *
   * @return nothing where none of them fits
   */
  Value fitting(Value among, TypeMirror type) {
    Optional<List<TypeElement>> leaves = families.leaves(type);
    if (leaves.isPresent()) {
      return among.takenOut().only(shape -> leaves.get().contains(shape.type()));
    }
    List<TypeElement> inside = families.inside(type, followed);
    Value fits = among.takenOut().only(shape -> inside.contains(shape.type()));
    return fits.isNothing() ? fits : fits.carried();
  }

  /** What a record has in one of its components. */
  Value part(Shape shape, RecordComponentElement component) {
    String name = component.getSimpleName().toString();
    Value known = shape.parts().get(name);
    if (known != null) return known;
    Value guess =
        guess(component.asType(), () -> "component %s of %s".formatted(name, shape.type()));
    return keepsStates(shape.type(), component) ? components.get(component, guess) : guess;
  }

  /** Whether a component of a state can hold states. */
  boolean keepsStates(TypeElement type, RecordComponentElement component) {
    return isState(type) && !families.inside(component.asType(), states).isEmpty();
  }
}
