package dev.perdure.testing.diagram.flow;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import dev.perdure.Step;
import dev.perdure.testing.diagram.flow.Value.Truth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/** What calls give back. */
final class Calls {
  private final Interpreter run;

  Calls(Interpreter run) {
    this.run = run;
  }

  Value of(MethodInvocationTree tree, Locals locals) {
    if (!(run.code().element(tree, locals.home()) instanceof ExecutableElement method)) {
      return run.guess(tree, locals.home());
    }
    if (Families.isIn(method, Step.class.getName())) return verb(method, tree, locals);
    if (run.isHandler(method) && isOnThis(tree.getMethodSelect())) {
      return raise(tree, locals);
    }
    Value receiver = receiver(tree.getMethodSelect(), method, locals);
    List<Value> arguments = new ArrayList<>();
    Value before = receiver.carried();
    for (ExpressionTree argument : tree.getArguments()) {
      Value value = argument(argument, before, locals);
      arguments.add(value);
      before = before.or(value.carried());
    }
    Optional<Value> followed = followed(method, receiver, arguments, locals);
    return followed.orElseGet(() -> elsewhere(method, tree, receiver, arguments, locals));
  }

  /** Functions get what comes before them: a library calls them with what it was given. */
  private Value argument(ExpressionTree tree, Value before, Locals locals) {
    return switch (tree) {
      case ParenthesizedTree inner -> argument(inner.getExpression(), before, locals);
      case LambdaExpressionTree lambda -> run.methods().lambda(lambda, before, locals);
      case MemberReferenceTree reference -> run.methods().reference(reference, before, locals);
      default -> run.expressions().of(tree, locals);
    };
  }

  private Value receiver(ExpressionTree select, ExecutableElement method, Locals locals) {
    if (method.getModifiers().contains(Modifier.STATIC)) return Value.UNKNOWN;
    if (!(select instanceof MemberSelectTree member)) return locals.self();
    return member.getExpression().toString().equals("super")
        ? locals.self()
        : run.expressions().of(member.getExpression(), locals);
  }

  /** The verbs of a step mark what they return; everything else there has no bearing here. */
  private Value verb(ExecutableElement method, MethodInvocationTree tree, Locals locals) {
    Mark mark =
        switch (method.getSimpleName().toString()) {
          case "defer" -> Mark.DEFER;
          case "ignore" -> Mark.IGNORE;
          case "reject" -> Mark.REJECT;
          case "halt" -> Mark.HALT;
          default -> Mark.NONE;
        };
    return mark == Mark.NONE
        ? run.guess(tree, locals.home())
        : run.expressions()
            .of(tree.getArguments().getFirst(), locals)
            .each(shape -> shape.marked(mark));
  }

  private static boolean isOnThis(ExpressionTree select) {
    return !(select instanceof MemberSelectTree member)
        || member.getExpression().toString().equals("this");
  }

  /** The handler called from within: each event it may be given is raised on its own. */
  private Value raise(MethodInvocationTree tree, Locals locals) {
    List<Value> arguments = new ArrayList<>();
    for (ExpressionTree argument : tree.getArguments()) {
      arguments.add(run.expressions().of(argument, locals));
    }
    Value state = arguments.get(0);
    Value events = arguments.get(1);
    if (!events.known()) events = run.guess(tree.getArguments().get(1), locals.home());
    Value all = Value.NOTHING;
    for (Shape event : events.all()) {
      Value raised =
          run.methods()
              .invoke(
                  run.handler(),
                  locals.self(),
                  List.of(state, Value.of(event), Value.UNKNOWN),
                  locals)
              .orElse(Value.NOTHING);
      String name = event.type().getSimpleName().toString();
      all = all.or(raised.each(shape -> shape.raisedBy(name)));
    }
    return all;
  }

  /** Runs the source of a method, where there is one for everything the receiver may be. */
  Optional<Value> followed(
      ExecutableElement method, Value receiver, List<Value> arguments, Locals locals) {
    boolean virtual =
        !method.getModifiers().contains(Modifier.STATIC)
            && !method.getModifiers().contains(Modifier.PRIVATE);
    if (!virtual || !receiver.known()) {
      return method.getModifiers().contains(Modifier.ABSTRACT)
          ? Optional.empty()
          : run.methods().invoke(method, receiver, arguments, locals);
    }
    Value all = Value.NOTHING;
    for (Shape shape : receiver.all()) {
      Optional<Value> one = on(shape, method, arguments, locals);
      if (one.isEmpty()) return Optional.empty();
      all = all.or(one.get());
    }
    return Optional.of(all);
  }

  private Optional<Value> on(
      Shape shape, ExecutableElement method, List<Value> arguments, Locals locals) {
    ExecutableElement implementation = run.families().implementation(shape.type(), method);
    Optional<Value> followed =
        run.methods().invoke(implementation, Value.of(shape), arguments, locals);
    if (followed.isPresent() || !arguments.isEmpty()) return followed;
    Optional<RecordComponentElement> read =
        Families.component(shape.type(), method.getSimpleName());
    return read.map(component -> run.part(shape, component));
  }

  /**
   * A call whose source is not there. Where the method is generic in what it returns, that is
   * something it was given; else it may be anything of its type.
   */
  private Value elsewhere(
      ExecutableElement method,
      MethodInvocationTree tree,
      Value receiver,
      List<Value> arguments,
      Locals locals) {
    if (Families.isIn(method, Optional.class.getName())) {
      Optional<Value> known = optional(method, receiver, arguments);
      if (known.isPresent()) return known.get();
    }
    Value given = receiver.carried();
    for (Value argument : arguments) given = given.or(argument.carried());
    given = given.with(Truth.EITHER);
    TypeMirror type = run.code().type(tree, locals.home());
    Value guess = run.guess(tree, locals.home());
    if (guess.equals(Value.UNKNOWN)) return type.getKind() == TypeKind.DECLARED ? given : guess;
    Value fitting = run.fitting(given, type);
    return fitting.isNothing() || namesFamily(method) ? guess : fitting;
  }

  /** Whether a method says by itself that it returns states or events. */
  private boolean namesFamily(ExecutableElement method) {
    List<TypeElement> all = run.families().leaves(method.getReturnType()).orElse(List.of());
    return all.stream().anyMatch(run::isState) || all.stream().anyMatch(run::isEvent);
  }

  /** Whether something is in an {@code Optional} is often how a helper says no. */
  private static Optional<Value> optional(
      ExecutableElement method, Value receiver, List<Value> arguments) {
    return switch (method.getSimpleName().toString()) {
      case "of" -> Optional.of(arguments.getFirst().carried().with(Truth.YES));
      case "empty" -> Optional.of(Value.of(Truth.NO));
      case "isPresent" -> Optional.of(Value.of(receiver.truth()));
      case "isEmpty" -> Optional.of(Value.of(receiver.truth().not()));
      default -> Optional.empty();
    };
  }
}
