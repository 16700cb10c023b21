package dev.perdure.testing.diagram.flow;

import com.sun.source.tree.AnyPatternTree;
import com.sun.source.tree.BindingPatternTree;
import com.sun.source.tree.DeconstructionPatternTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.PatternTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.lang.model.element.Element;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/** Matches values with patterns. */
final class Patterns {
  private final Interpreter run;

  Patterns(Interpreter run) {
    this.run = run;
  }

  /**
   * What a pattern makes of a value.
   *
   * @param possible whether it can match
   * @param certain whether it always does
   * @param hit what the value is when it matches
   * @param rest what it is when it does not
   * @param bindings the variables that it binds
   * @param text what it demands beyond what is known of the value; empty if nothing
   * @param named whether it names the very class of an event
   */
  record Match(
      boolean possible,
      boolean certain,
      Value hit,
      Value rest,
      Map<Element, Value> bindings,
      String text,
      boolean named) {
    private static Match never(Value value) {
      return new Match(false, false, Value.NOTHING, value, Map.of(), "", false);
    }

    private static Match always(Value value) {
      return new Match(true, true, value, Value.NOTHING, Map.of(), "", false);
    }

    private Match binding(Element variable) {
      return new Match(possible, certain, hit, rest, Map.of(variable, hit), text, named);
    }
  }

  Match match(PatternTree pattern, Value value, ExpressionTree selector, Locals locals) {
    return match(pattern, value, run.code().type(selector, locals.home()), locals.home());
  }

  /** As {@code instanceof} does without a pattern. */
  Match type(Tree type, Value value, ExpressionTree selector, Locals locals) {
    TypeMirror wanted = run.code().type(type, locals.home());
    return type(wanted, value, run.code().type(selector, locals.home()));
  }

  /** Whether a pattern demands nothing of the value's class, but something of its components. */
  boolean demandsParts(@Nullable PatternTree pattern, Value value, Locals locals) {
    if (!(pattern instanceof DeconstructionPatternTree record) || !value.known()) return false;
    TypeMirror wanted = run.code().type(record.getDeconstructor(), locals.home());
    return value.all().stream().allMatch(shape -> run.families().isA(shape.type(), wanted));
  }

  /** From here on a variable is known to be less than before. */
  void narrow(ExpressionTree expression, Value value, Locals locals) {
    switch (expression) {
      case ParenthesizedTree inner -> narrow(inner.getExpression(), value, locals);
      case IdentifierTree name -> {
        Element variable = run.code().element(name, locals.home());
        if (variable != null && locals.knows(variable)) locals.set(variable, value);
      }
      default -> {
        // Computed anew at each use.
      }
    }
  }

  private Match match(PatternTree pattern, Value value, TypeMirror staticType, TreePath home) {
    return switch (pattern) {
      case AnyPatternTree _ -> Match.always(value);
      case BindingPatternTree binding -> {
        TypeMirror wanted = run.code().type(binding.getVariable(), home);
        Match match = type(wanted, value, staticType);
        Element variable = run.code().element(binding.getVariable(), home);
        yield variable == null ? match : match.binding(variable);
      }
      case DeconstructionPatternTree record -> record(record, value, staticType, home);
      default -> throw new IllegalStateException("a pattern of an unknown kind: " + pattern);
    };
  }

  private Match type(TypeMirror wanted, Value value, TypeMirror staticType) {
    if (!value.known()) {
      if (run.families().isA(staticType, wanted)) return Match.always(value);
      Value hit = run.families().leaves(wanted).isPresent() ? run.guess(wanted, () -> "") : value;
      return new Match(true, false, hit, value, Map.of(), simpleName(wanted), false);
    }
    Value hit = value.only(shape -> run.families().isA(shape.type(), wanted));
    if (hit.isNothing()) return Match.never(value);
    Value rest = value.only(shape -> !run.families().isA(shape.type(), wanted));
    boolean certain = rest.isNothing();
    return new Match(
        true, certain, hit, rest, Map.of(), certain ? "" : simpleName(wanted), names(wanted, hit));
  }

  /** Each shape on its own: some can be taken apart so, some cannot, some only perhaps. */
  private Match record(
      DeconstructionPatternTree pattern, Value value, TypeMirror staticType, TreePath home) {
    TypeMirror wanted = run.code().type(pattern.getDeconstructor(), home);
    Match outer = type(wanted, value, staticType);
    if (!outer.possible()) return outer;
    Value hit = Value.NOTHING;
    Value rest = outer.rest();
    Map<Element, Value> bindings = new LinkedHashMap<>();
    List<String> demands = new ArrayList<>();
    boolean certain = outer.certain();
    boolean named = outer.named();
    for (Map.Entry<Shape, Paths> entry : outer.hit().shapes().entrySet()) {
      Parts parts = parts(pattern, wanted, entry.getKey(), home);
      if (!parts.possible()) {
        rest = rest.or(one(entry.getKey(), entry.getValue()));
        certain = false;
        continue;
      }
      hit = hit.or(one(parts.hit(), entry.getValue()));
      named |= parts.named();
      parts.bindings().forEach((variable, part) -> bindings.merge(variable, part, Value::or));
      if (!parts.certain()) {
        certain = false;
        rest = rest.or(one(parts.rest(), entry.getValue()));
        if (!demands.contains(parts.text())) demands.add(parts.text());
      }
    }
    if (hit.isNothing()) return Match.never(value);
    return new Match(true, certain, hit, rest, bindings, text(outer.text(), demands), named);
  }

  private static String text(String type, List<String> demands) {
    String inner = String.join(" or ", demands);
    if (type.isEmpty()) return inner;
    return inner.isEmpty() ? type : type + "(" + inner + ")";
  }

  private static Value one(Shape shape, Paths paths) {
    return new Value(true, Map.of(shape, paths), Value.Truth.EITHER);
  }

  /** What nested patterns make of one record. */
  private record Parts(
      boolean possible,
      boolean certain,
      Shape hit,
      Shape rest,
      Map<Element, Value> bindings,
      String text,
      boolean named) {}

  private Parts parts(
      DeconstructionPatternTree pattern, TypeMirror record, Shape shape, TreePath home) {
    List<? extends RecordComponentElement> components = Families.components(shape.type());
    Shape hit = shape;
    Shape rest = shape;
    Map<Element, Value> bindings = new LinkedHashMap<>();
    List<String> demands = new ArrayList<>();
    boolean named = false;
    for (int i = 0; i < components.size(); i++) {
      RecordComponentElement component = components.get(i);
      String name = component.getSimpleName().toString();
      Match match =
          match(
              pattern.getNestedPatterns().get(i),
              run.part(shape, component),
              run.families().typeOf(component, record),
              home);
      if (!match.possible()) return new Parts(false, false, shape, shape, Map.of(), "", false);
      bindings.putAll(match.bindings());
      named |= match.named();
      if (!match.certain()) {
        hit = hit.with(name, match.hit());
        rest = shape.with(name, match.rest());
        demands.add(match.text());
      }
    }
    // What is left can be said of one component only: of two, either may be what did not match.
    if (demands.size() > 1) rest = shape;
    String text =
        demands.stream().filter(demand -> !demand.isEmpty()).collect(Collectors.joining(", "));
    return new Parts(true, demands.isEmpty(), hit, rest, bindings, text, named);
  }

  private boolean names(TypeMirror wanted, Value hit) {
    return wanted instanceof DeclaredType declared
        && declared.asElement() instanceof TypeElement element
        && run.isEvent(element)
        && hit.all().stream().allMatch(shape -> shape.type().equals(element));
  }

  private static String simpleName(TypeMirror type) {
    return type instanceof DeclaredType declared
        ? declared.asElement().getSimpleName().toString()
        : type.toString();
  }
}
