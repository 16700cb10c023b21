package dev.perdure.testing.diagram.flow;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.BreakTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ContinueTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LabeledStatementTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.tree.YieldTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.lang.model.element.Element;
import org.jspecify.annotations.Nullable;

/** Runs statements. Each method tells whether the end of its statement can be reached. */
final class Statements {
  /** More rounds than values can grow in; a loop that needs them has a bug here. */
  private static final int MAX_ROUNDS = 100;

  private final Interpreter run;

  Statements(Interpreter run) {
    this.run = run;
  }

  boolean run(StatementTree tree, Locals locals) {
    return run(tree, locals, null);
  }

  private boolean run(StatementTree tree, Locals locals, @Nullable String label) {
    return switch (tree) {
      case BlockTree block -> runAll(block.getStatements(), locals);
      case ExpressionStatementTree statement -> effect(statement.getExpression(), locals);
      case VariableTree variable -> declare(variable, locals);
      case IfTree choice -> choose(choice, locals);
      case SwitchTree choice -> run.switches().run(choice, locals, label);
      case ReturnTree end -> giveBack(end, locals);
      case YieldTree end -> {
        Value value = run.expressions().of(end.getValue(), locals);
        locals.frame().innermostYields().add(value, locals);
        yield false;
      }
      case ThrowTree _ -> false;
      case BreakTree jump -> {
        locals
            .frame()
            .target(jump.getLabel(), false)
            .ifPresent(target -> target.breaks().add(locals.copy()));
        yield false;
      }
      case ContinueTree jump -> {
        locals
            .frame()
            .target(jump.getLabel(), true)
            .ifPresent(target -> target.continues().add(locals.copy()));
        yield false;
      }
      case ForLoopTree loop -> {
        runAll(loop.getInitializer(), locals);
        Test test = at -> condition(loop.getCondition(), at);
        Consumer<Locals> update = round -> runAll(loop.getUpdate(), round);
        yield loop(test, loop.getStatement(), update, locals, label);
      }
      case WhileLoopTree loop ->
          loop(
              at -> condition(loop.getCondition(), at),
              loop.getStatement(),
              _ -> {},
              locals,
              label);
      case DoWhileLoopTree loop -> doWhile(loop, locals, label);
      case EnhancedForLoopTree loop -> forEach(loop, locals, label);
      case LabeledStatementTree labeled -> labeled(labeled, locals);
      case TryTree attempt -> attempt(attempt, locals);
      case SynchronizedTree block -> run(block.getBlock(), locals);
      default -> true; // Assertions, local classes, empty statements.
    };
  }

  private boolean runAll(List<? extends StatementTree> statements, Locals locals) {
    for (StatementTree each : statements) {
      if (!run(each, locals)) return false;
    }
    return true;
  }

  /** Runs an expression for what it does: a verb of the step counts, though nobody returns it. */
  boolean effect(ExpressionTree expression, Locals locals) {
    Value value = run.expressions().of(expression, locals);
    List<Mark> marks = value.all().stream().map(Shape::mark).distinct().toList();
    if (marks.size() == 1) locals.tell(Marks.of(marks.getFirst()));
    return true;
  }

  private boolean declare(VariableTree tree, Locals locals) {
    Element variable = run.code().element(tree, locals.home());
    Value value =
        tree.getInitializer() == null
            ? Value.NOTHING
            : run.expressions().of(tree.getInitializer(), locals);
    if (variable != null) locals.set(variable, value);
    return true;
  }

  private boolean giveBack(ReturnTree tree, Locals locals) {
    if (tree.getExpression() == null) {
      locals.frame().end(locals);
    } else {
      locals.frame().giveBack(run.expressions().of(tree.getExpression(), locals), locals);
    }
    return false;
  }

  private boolean choose(IfTree tree, Locals locals) {
    Conditions.Split split = run.conditions().guarded(tree, tree.getCondition(), locals);
    List<Locals> ends = new ArrayList<>();
    if (split.yes() != null && run(tree.getThenStatement(), split.yes())) ends.add(split.yes());
    if (split.no() != null
        && (tree.getElseStatement() == null || run(tree.getElseStatement(), split.no()))) {
      ends.add(split.no());
    }
    return goOn(locals, ends);
  }

  private static boolean goOn(Locals locals, List<Locals> ends) {
    if (ends.isEmpty()) return false;
    locals.become(ends);
    return true;
  }

  /** Decides at the beginning of a round whether there is one. */
  @FunctionalInterface
  private interface Test {
    Conditions.Split at(Locals locals);
  }

  private Conditions.Split condition(@Nullable ExpressionTree condition, Locals locals) {
    return condition == null
        ? new Conditions.Split(locals.copy(), null, "")
        : run.conditions().of(condition, locals);
  }

  /** Runs rounds until the variables at the beginning of a round can be nothing new. */
  private boolean loop(
      Test test,
      StatementTree body,
      Consumer<Locals> update,
      Locals locals,
      @Nullable String label) {
    for (int round = 0; round < MAX_ROUNDS; round++) {
      Frame.Target target = locals.frame().openTarget(label, Frame.Kind.LOOP);
      Conditions.Split split = test.at(locals);
      List<Locals> next = new ArrayList<>(List.of(locals.copy()));
      if (split.yes() != null) {
        if (run(body, split.yes())) target.continues().add(split.yes());
        target.continues().forEach(update);
        next.addAll(target.continues());
      }
      locals.frame().closeTarget();
      Locals before = locals.copy();
      locals.become(next);
      if (locals.sameValues(before)) {
        List<Locals> ends = new ArrayList<>(Locals.present(split.no()));
        ends.addAll(target.breaks());
        return goOn(locals, ends);
      }
    }
    throw new IllegalStateException("a loop finds new values without end: " + body);
  }

  /** A first round without a condition, then a loop like others. */
  private boolean doWhile(DoWhileLoopTree loop, Locals locals, @Nullable String label) {
    Frame.Target first = locals.frame().openTarget(label, Frame.Kind.LOOP);
    Locals in = locals.copy();
    if (run(loop.getStatement(), in)) first.continues().add(in);
    locals.frame().closeTarget();
    List<Locals> ends = new ArrayList<>(first.breaks());
    Test test = at -> condition(loop.getCondition(), at);
    if (goOn(locals, first.continues())
        && loop(test, loop.getStatement(), _ -> {}, locals, label)) {
      ends.add(locals.copy());
    }
    return goOn(locals, ends);
  }

  /** There may be an element, or none, or no other. */
  private boolean forEach(EnhancedForLoopTree loop, Locals locals, @Nullable String label) {
    Value elements = run.expressions().of(loop.getExpression(), locals);
    Element variable = run.code().element(loop.getVariable(), locals.home());
    Test test = at -> new Conditions.Split(at.copy(), at.copy(), "");
    if (variable == null) return loop(test, loop.getStatement(), _ -> {}, locals, label);
    Value inside = run.fitting(elements, variable.asType());
    Value one = inside.isNothing() ? run.guess(loop.getVariable(), locals.home()) : inside;
    locals.set(variable, one);
    return loop(test, loop.getStatement(), round -> round.set(variable, one), locals, label);
  }

  private boolean labeled(LabeledStatementTree tree, Locals locals) {
    String label = tree.getLabel().toString();
    return switch (tree.getStatement()) {
      case ForLoopTree loop -> run(loop, locals, label);
      case WhileLoopTree loop -> run(loop, locals, label);
      case DoWhileLoopTree loop -> run(loop, locals, label);
      case EnhancedForLoopTree loop -> run(loop, locals, label);
      case SwitchTree choice -> run(choice, locals, label);
      case StatementTree other -> {
        Frame.Target target = locals.frame().openTarget(label, Frame.Kind.BLOCK);
        Locals in = locals.copy();
        List<Locals> ends = new ArrayList<>();
        if (run(other, in)) ends.add(in);
        locals.frame().closeTarget();
        ends.addAll(target.breaks());
        yield goOn(locals, ends);
      }
    };
  }

  private boolean attempt(TryTree tree, Locals locals) {
    Locals before = locals.copy();
    Locals in = locals.copy();
    List<Locals> ends = new ArrayList<>();
    for (var resource : tree.getResources()) {
      if (resource instanceof VariableTree variable) declare(variable, in);
    }
    locals.frame().beginAttempt();
    if (run(tree.getBlock(), in)) ends.add(in);
    Map<Element, Value> assigned = locals.frame().endAttempt();
    for (CatchTree each : tree.getCatches()) {
      Locals caught = before.copy();
      caught.mayHave(assigned);
      caught.add(new Guard(each, 0, 2, each.getParameter().getType() + " thrown"));
      if (run(each.getBlock(), caught)) ends.add(caught);
    }
    if (tree.getFinallyBlock() != null) {
      ends.removeIf(end -> !run(tree.getFinallyBlock(), end));
    }
    return goOn(locals, ends);
  }
}
