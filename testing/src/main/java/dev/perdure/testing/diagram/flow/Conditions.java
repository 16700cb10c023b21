package dev.perdure.testing.diagram.flow;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.InstanceOfTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import dev.perdure.testing.diagram.flow.Value.Truth;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Splits a run at a condition. */
final class Conditions {
  private final Interpreter run;

  Conditions(Interpreter run) {
    this.run = run;
  }

  /**
   * A run after a condition.
   *
   * @param yes where it holds, if it can
   * @param no where it does not, if that can be
   * @param text what is left to find out, as it is written
   */
  record Split(@Nullable Locals yes, @Nullable Locals no, String text) {
    boolean isOpen() {
      return yes != null && no != null;
    }

    private static Split of(Truth truth, Locals locals, String text) {
      return new Split(
          truth == Truth.NO ? null : locals.copy(),
          truth == Truth.YES ? null : locals.copy(),
          text);
    }
  }

  /** Both ways out, each with locals of its own; guards are added by {@link #guarded}. */
  Split of(ExpressionTree condition, Locals locals) {
    return switch (condition) {
      case ParenthesizedTree inner -> of(inner.getExpression(), locals);
      case UnaryTree not when not.getKind() == Tree.Kind.LOGICAL_COMPLEMENT -> {
        Split inner = of(not.getExpression(), locals);
        boolean simple = inner.text().matches("[\\w.()]*");
        yield new Split(
            inner.no(), inner.yes(), simple ? "!" + inner.text() : "!(" + inner.text() + ")");
      }
      case BinaryTree both when both.getKind() == Tree.Kind.CONDITIONAL_AND -> and(both, locals);
      case BinaryTree either when either.getKind() == Tree.Kind.CONDITIONAL_OR ->
          or(either, locals);
      case InstanceOfTree test -> instanceOf(test, locals);
      default -> {
        Truth truth = run.expressions().of(condition, locals).truth();
        yield Split.of(truth, locals, run.code().text(condition, locals.home()));
      }
    };
  }

  /** Both ways out, with a guard on each where both are possible. */
  Split guarded(Tree decision, ExpressionTree condition, Locals locals) {
    Split split = of(condition, locals);
    if (split.yes() != null && split.no() != null) {
      split.yes().add(new Guard(decision, 0, 2, split.text()));
      split.no().add(new Guard(decision, 1, 2, Guard.ELSE));
    }
    return split;
  }

  private Split and(BinaryTree tree, Locals locals) {
    Split left = of(tree.getLeftOperand(), locals);
    if (left.yes() == null) return left;
    Split right = of(tree.getRightOperand(), left.yes());
    Locals no = met(locals, left.no(), right.no());
    // What fails one part of a condition was not chosen by the other.
    if (no != null) no.nameEvent(locals.named());
    return new Split(right.yes(), no, joined(left, " && ", right));
  }

  private Split or(BinaryTree tree, Locals locals) {
    Split left = of(tree.getLeftOperand(), locals);
    if (left.no() == null) return left;
    Split right = of(tree.getRightOperand(), left.no());
    return new Split(met(locals, left.yes(), right.yes()), right.no(), joined(left, " || ", right));
  }

  /** Only what is open is told. */
  private static String joined(Split left, String operator, Split right) {
    if (!left.isOpen()) return right.text();
    return right.isOpen() ? left.text() + operator + right.text() : left.text();
  }

  private static @Nullable Locals met(Locals before, @Nullable Locals one, @Nullable Locals other) {
    List<Locals> present = Locals.present(one, other);
    if (present.isEmpty()) return null;
    Locals met = before.copy();
    met.become(present);
    return met;
  }

  private Split instanceOf(InstanceOfTree test, Locals locals) {
    Value value = run.expressions().of(test.getExpression(), locals);
    Patterns.Match match =
        test.getPattern() == null
            ? run.patterns().type(test.getType(), value, test.getExpression(), locals)
            : run.patterns().match(test.getPattern(), value, test.getExpression(), locals);
    Locals yes = null;
    if (match.possible()) {
      yes = locals.copy();
      yes.setAll(match.bindings());
      run.patterns().narrow(test.getExpression(), match.hit(), yes);
      if (match.named()) yes.nameEvent(true);
    }
    Locals no = null;
    if (!match.certain()) {
      no = locals.copy();
      run.patterns().narrow(test.getExpression(), match.rest(), no);
    }
    boolean told = run.patterns().demandsParts(test.getPattern(), value, locals);
    return new Split(yes, no, told ? match.text() : run.code().text(test, locals.home()));
  }
}
