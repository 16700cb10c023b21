package dev.perdure.testing.diagram.flow;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.InstanceOfTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import dev.perdure.testing.diagram.flow.Value.Truth;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/** What expressions may be. */
final class Expressions {
  private final Interpreter run;
  private final Set<Element> openFields = new LinkedHashSet<>();

  Expressions(Interpreter run) {
    this.run = run;
  }

  Value of(ExpressionTree tree, Locals locals) {
    return switch (tree) {
      case ParenthesizedTree inner -> of(inner.getExpression(), locals);
      case IdentifierTree name -> name(name, locals);
      case MemberSelectTree select -> member(select, locals);
      case MethodInvocationTree call -> run.calls().of(call, locals);
      case NewClassTree made -> made(made, locals);
      case ConditionalExpressionTree choice -> choice(choice, locals);
      case SwitchExpressionTree choice -> run.switches().value(choice, locals);
      case TypeCastTree cast -> cast(cast, locals);
      case AssignmentTree assignment -> assignment(assignment, locals);
      case LambdaExpressionTree lambda -> run.methods().lambda(lambda, Value.UNKNOWN, locals);
      case MemberReferenceTree reference ->
          run.methods().reference(reference, Value.UNKNOWN, locals);
      case LiteralTree literal when literal.getValue() instanceof Boolean value ->
          Value.of(Truth.of(value));
      case BinaryTree _, UnaryTree _, InstanceOfTree _ -> truth(tree, locals);
      default -> run.guess(tree, locals.home());
    };
  }

  /** Of what is boolean the value, of anything else nothing is known. */
  private Value truth(ExpressionTree tree, Locals locals) {
    if (run.code().type(tree, locals.home()).getKind() != TypeKind.BOOLEAN) return Value.UNKNOWN;
    return switch (tree.getKind()) {
      case CONDITIONAL_AND, CONDITIONAL_OR, LOGICAL_COMPLEMENT, INSTANCE_OF -> {
        Conditions.Split split = run.conditions().of(tree, locals);
        yield Value.of(split.isOpen() ? Truth.EITHER : Truth.of(split.yes() != null));
      }
      default -> Value.UNKNOWN;
    };
  }

  private Value name(IdentifierTree tree, Locals locals) {
    if (tree.getName().contentEquals("this")) return locals.self();
    Element element = run.code().element(tree, locals.home());
    if (element == null) return run.guess(tree, locals.home());
    if (locals.knows(element)) return locals.get(element);
    return element.getKind().isField()
        ? field(element, locals.self(), tree, locals)
        : run.guess(tree, locals.home());
  }

  private Value member(MemberSelectTree tree, Locals locals) {
    Element element = run.code().element(tree, locals.home());
    if (element == null || !element.getKind().isField()) return run.guess(tree, locals.home());
    Value owner =
        element.getModifiers().contains(Modifier.STATIC)
            ? Value.UNKNOWN
            : of(tree.getExpression(), locals);
    return field(element, owner, tree, locals);
  }

  /** A component of a record, or what a constant was made with. */
  private Value field(Element field, Value owner, ExpressionTree tree, Locals locals) {
    Value found = Value.NOTHING;
    if (!field.getModifiers().contains(Modifier.STATIC) && owner.known()) {
      for (Shape shape : owner.all()) {
        Optional<RecordComponentElement> component =
            Families.component(shape.type(), field.getSimpleName());
        if (component.isEmpty()) return run.guess(tree, locals.home());
        found = found.or(run.part(shape, component.get()));
      }
      return found;
    }
    Optional<TreePath> declared = run.code().field(field);
    if (declared.isPresent()
        && declared.get().getLeaf() instanceof VariableTree variable
        && variable.getInitializer() != null
        && field.getModifiers().contains(Modifier.FINAL)
        && run.families().leaves(field.asType()).isPresent()
        && openFields.add(field)) {
      Locals none = new Locals(declared.get(), new Frame(), Value.UNKNOWN, false);
      found = of(variable.getInitializer(), none);
      openFields.remove(field);
    }
    return found.isNothing() ? run.guess(tree, locals.home()) : found;
  }

  private Value made(NewClassTree tree, Locals locals) {
    List<Value> arguments = new ArrayList<>();
    for (ExpressionTree argument : tree.getArguments()) arguments.add(of(argument, locals));
    Element constructor = run.code().element(tree, locals.home());
    TypeMirror type = run.code().type(tree, locals.home());
    List<TypeElement> leaves = run.families().leaves(type).orElse(List.of());
    if (leaves.size() == 1 && constructor instanceof ExecutableElement method) {
      return Value.of(made(leaves.getFirst(), method, arguments));
    }
    Value inside = Value.UNKNOWN;
    for (Value argument : arguments) inside = inside.or(argument.carried());
    return inside;
  }

  /** A record and its components, as far as the constructor tells them. */
  Shape made(TypeElement type, ExecutableElement constructor, List<Value> arguments) {
    Shape shape = Shape.of(type);
    boolean canonical =
        run.families().isCanonical(constructor)
            && arguments.size() == constructor.getParameters().size();
    List<? extends RecordComponentElement> components = Families.components(type);
    for (int i = 0; i < components.size(); i++) {
      RecordComponentElement component = components.get(i);
      String name = component.getSimpleName().toString();
      if (canonical) {
        Value value = arguments.get(i).shallow(1);
        if (value.known() || !value.shapes().isEmpty()) shape = shape.with(name, value);
        if (run.keepsStates(type, component)) run.components().put(component, value);
      } else if (run.keepsStates(type, component)) {
        run.components()
            .put(
                component,
                run.guess(component.asType(), () -> "component " + name + " of " + type));
      }
    }
    return shape;
  }

  private Value choice(ConditionalExpressionTree tree, Locals locals) {
    Conditions.Split split = run.conditions().guarded(tree, tree.getCondition(), locals);
    Value value = Value.NOTHING;
    for (boolean yes : new boolean[] {true, false}) {
      Locals way = yes ? split.yes() : split.no();
      if (way == null) continue;
      Value end = of(yes ? tree.getTrueExpression() : tree.getFalseExpression(), way);
      value = value.or(way.leaving(end, locals.path()));
    }
    List<Locals> ends = Locals.present(split.yes(), split.no());
    if (!ends.isEmpty()) locals.become(ends);
    return value;
  }

  private Value cast(TypeCastTree tree, Locals locals) {
    Value value = of(tree.getExpression(), locals);
    TypeMirror type = run.code().type(tree, locals.home());
    if (run.families().leaves(type).isEmpty()) return value;
    Value fits = run.fitting(value, type);
    return fits.isNothing() && !value.known() ? run.guess(tree, locals.home()) : fits;
  }

  private Value assignment(AssignmentTree tree, Locals locals) {
    Value value = of(tree.getExpression(), locals);
    if (tree.getVariable() instanceof IdentifierTree name) {
      Element variable = run.code().element(name, locals.home());
      if (variable != null && locals.knows(variable)) locals.set(variable, value);
    }
    return value;
  }
}
