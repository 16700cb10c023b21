package dev.perdure.testing.diagram.flow;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.VariableTree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeKind;

/** Runs bodies: of methods, lambdas, and what a method reference names. */
final class Methods {
  /** For one pair of state and event; more is a handler that no person reads either. */
  private static final int MAX_CALLS = 50_000;

  private static final int MAX_ROUNDS = 100;

  private final Interpreter run;
  private final Map<Call, Value> open = new LinkedHashMap<>();
  private final Map<Call, Value> assumed = new LinkedHashMap<>();
  private int calls;

  Methods(Interpreter run) {
    this.run = run;
  }

  /** A method and what it is given. */
  private record Call(ExecutableElement method, Value self, List<Value> arguments) {}

  /** Begins another pair of state and event. */
  void begin() {
    calls = 0;
  }

  /**
   * What a method gives back, from its source. A call of the same method with the same values from
   * within gives what the outer one gives: it is run again until that holds.
   *
   * @return empty if its source is not there
   */
  Optional<Value> invoke(
      ExecutableElement method, Value self, List<Value> arguments, Locals locals) {
    Optional<JavaCode.Body> body = run.code().body(method);
    if (body.isEmpty()) return Optional.empty();
    List<Value> given = arguments.stream().map(Value::unconditional).toList();
    Call call = new Call(method, self.unconditional(), given);
    if (open.containsKey(call)) {
      assumed.put(call, open.getOrDefault(call, Value.NOTHING));
      return Optional.of(open.getOrDefault(call, Value.NOTHING));
    }
    if (++calls > MAX_CALLS) {
      throw new IllegalStateException("too many calls to follow, the last one of " + method);
    }
    open.put(call, Value.NOTHING);
    try {
      for (int round = 0; round < MAX_ROUNDS; round++) {
        Value value = run(body.get(), method, self, arguments, locals);
        Value assumption = assumed.remove(call);
        if (assumption == null || assumption.unconditional().equals(value.unconditional())) {
          return Optional.of(value);
        }
        open.put(call, value.or(assumption));
      }
      throw new IllegalStateException("a call of itself finds new values without end: " + method);
    } finally {
      open.remove(call);
    }
  }

  private Value run(
      JavaCode.Body body,
      ExecutableElement method,
      Value self,
      List<Value> arguments,
      Locals caller) {
    Frame frame = new Frame();
    Locals locals = new Locals(body.path(), frame, self, caller.named());
    List<? extends VariableElement> parameters = method.getParameters();
    for (int i = 0; i < parameters.size(); i++) {
      VariableElement parameter = parameters.get(i);
      boolean many = method.isVarArgs() && i == parameters.size() - 1;
      locals.set(parameter, many ? carried(arguments, i) : arguments.get(i));
    }
    if (run.statements().run(body.tree().getBody(), locals)) frame.end(locals);
    if (method.getReturnType().getKind() != TypeKind.VOID) return frame.returned();
    caller.tell(frame.marks());
    return Value.UNKNOWN;
  }

  private static Value carried(List<Value> arguments, int from) {
    Value all = Value.UNKNOWN;
    for (int i = from; i < arguments.size(); i++) all = all.or(arguments.get(i).carried());
    return all;
  }

  /**
   * What a lambda gives back, in whatever it is given to.
   *
   * @param given what its parameters may be, where that fits their types
   */
  Value lambda(LambdaExpressionTree tree, Value given, Locals locals) {
    Frame frame = new Frame();
    Locals inside = locals.inside(frame);
    for (VariableTree parameter : tree.getParameters()) {
      Element variable = run.code().element(parameter, locals.home());
      if (variable == null) continue;
      Value fits = run.fitting(given, variable.asType());
      inside.set(variable, fits.isNothing() ? run.guess(parameter, locals.home()) : fits);
    }
    return switch (tree.getBody()) {
      case ExpressionTree result -> inside.leaving(run.expressions().of(result, inside), List.of());
      case StatementTree body -> {
        boolean _ = run.statements().run(body, inside);
        yield frame.returned();
      }
      default -> throw new IllegalStateException("a lambda without a body: " + tree);
    };
  }

  /** What the method gives back that is referred to; see {@link #lambda}. */
  Value reference(MemberReferenceTree tree, Value given, Locals locals) {
    if (!(run.code().element(tree, locals.home()) instanceof ExecutableElement method)) {
      return run.guess(tree, locals.home());
    }
    List<Value> arguments = new ArrayList<>();
    for (VariableElement parameter : method.getParameters()) {
      arguments.add(given(parameter, given));
    }
    if (!(method.getEnclosingElement() instanceof TypeElement type)) {
      return run.guess(tree, locals.home());
    }
    if (method.getKind() == ElementKind.CONSTRUCTOR) {
      return run.families().leaves(type.asType()).isPresent()
          ? Value.of(run.expressions().made(type, method, arguments))
          : given.carried();
    }
    Value self = Value.UNKNOWN;
    if (!method.getModifiers().contains(Modifier.STATIC)) {
      Value fits = run.fitting(given, type.asType());
      self = fits.isNothing() ? locals.self() : fits;
    }
    return run.calls()
        .followed(method, self, arguments, locals)
        .orElseGet(() -> run.guess(method.getReturnType(), method::toString));
  }

  private Value given(VariableElement parameter, Value given) {
    Value fits = run.fitting(given, parameter.asType());
    return fits.isNothing() ? run.guess(parameter.asType(), () -> "parameter " + parameter) : fits;
  }
}
