package dev.perdure.testing.diagram.flow;

import com.sun.source.tree.CaseLabelTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ConstantCaseLabelTree;
import com.sun.source.tree.DefaultCaseLabelTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.PatternCaseLabelTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Takes every arm of a switch that can be taken. */
final class Switches {
  private final Interpreter run;

  Switches(Interpreter run) {
    this.run = run;
  }

  /**
   * An arm that can be taken.
   *
   * @param tree its source; null for the way past all arms
   * @param locals the run that takes it
   * @param text what it demands beyond what is known
   */
  private record Arm(@Nullable CaseTree tree, Locals locals, String text) {}

  /** The value of a switch expression. */
  Value value(SwitchExpressionTree tree, Locals locals) {
    Frame.Yields yields = locals.frame().openYields(locals.path());
    for (Arm arm : arms(tree, tree.getExpression(), tree.getCases(), locals)) {
      if (arm.tree() != null && arm.tree().getBody() instanceof ExpressionTree result) {
        yields.add(run.expressions().of(result, arm.locals()), arm.locals());
      } else {
        runArm(arm, tree.getCases());
      }
    }
    locals.frame().closeYields();
    if (!yields.ends().isEmpty()) locals.become(yields.ends());
    return yields.value();
  }

  /**
   * Runs a switch statement.
   *
   * @return whether it can be left at its end
   */
  boolean run(SwitchTree tree, Locals locals, @Nullable String label) {
    Frame.Target target = locals.frame().openTarget(label, Frame.Kind.SWITCH);
    List<Locals> ends = new ArrayList<>();
    for (Arm arm : arms(tree, tree.getExpression(), tree.getCases(), locals)) {
      if (runArm(arm, tree.getCases())) ends.add(arm.locals());
    }
    locals.frame().closeTarget();
    ends.addAll(target.breaks());
    if (ends.isEmpty()) return false;
    locals.become(ends);
    return true;
  }

  /** Runs an arm, and where it falls through those below; tells whether its end is reached. */
  private boolean runArm(Arm arm, List<? extends CaseTree> cases) {
    if (arm.tree() == null) return true;
    return switch (arm.tree().getBody()) {
      case ExpressionTree alone -> run.statements().effect(alone, arm.locals());
      case StatementTree body -> run.statements().run(body, arm.locals());
      case null, default ->
          cases.subList(cases.indexOf(arm.tree()), cases.size()).stream()
              .flatMap(each -> each.getStatements().stream())
              .allMatch(statement -> run.statements().run(statement, arm.locals()));
    };
  }

  private List<Arm> arms(
      Tree decision, ExpressionTree selector, List<? extends CaseTree> cases, Locals locals) {
    ExpressionTree on = selector;
    while (on instanceof ParenthesizedTree inner) on = inner.getExpression();
    Remaining remaining = new Remaining(on, run.expressions().of(on, locals), locals);
    List<Arm> arms = new ArrayList<>();
    int defaultAt = -1;
    for (CaseTree each : cases) {
      if (each.getLabels().stream().anyMatch(DefaultCaseLabelTree.class::isInstance)) {
        defaultAt = arms.size();
        arms.add(new Arm(each, locals, Guard.ELSE));
      } else {
        Arm arm = arm(each, remaining);
        if (arm != null) arms.add(arm);
      }
    }
    if (defaultAt >= 0) {
      // Wherever it stands, it takes what no other arm takes.
      Arm written = arms.remove(defaultAt);
      if (!remaining.nothing) {
        arms.add(defaultAt, new Arm(written.tree(), remaining.locals(), Guard.ELSE));
      }
    } else if (decision instanceof SwitchTree && !remaining.nothing && !hasPatterns(cases)) {
      arms.add(new Arm(null, remaining.locals(), Guard.ELSE));
    }
    guard(decision, arms);
    return arms;
  }

  private static boolean hasPatterns(List<? extends CaseTree> cases) {
    return cases.stream()
        .flatMap(each -> each.getLabels().stream())
        .anyMatch(PatternCaseLabelTree.class::isInstance);
  }

  private static void guard(Tree decision, List<Arm> arms) {
    if (arms.size() < 2) return;
    for (int i = 0; i < arms.size(); i++) {
      Arm arm = arms.get(i);
      String text = arm.text().isEmpty() ? Guard.ELSE : arm.text();
      arm.locals().add(new Guard(decision, i, arms.size(), text));
    }
  }

  private @Nullable Arm arm(CaseTree tree, Remaining remaining) {
    List<Locals> ways = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    for (CaseLabelTree label : tree.getLabels()) {
      Locals way = remaining.take(label, tree.getGuard(), texts);
      if (way != null) ways.add(way);
    }
    if (ways.isEmpty()) return null;
    Locals locals = ways.getFirst();
    if (ways.size() > 1) {
      locals = locals.copy();
      locals.become(ways);
      if (ways.stream().anyMatch(Locals::named)) locals.nameEvent(true);
    }
    return new Arm(
        tree,
        locals,
        texts.stream().filter(text -> !text.isEmpty()).collect(Collectors.joining(" or ")));
  }

  /** What goes past the arms so far. */
  private final class Remaining {
    private final ExpressionTree selector;
    private final Locals before;
    private final Value all;
    private Value value;
    private boolean nothing;

    Remaining(ExpressionTree selector, Value value, Locals before) {
      this.selector = selector;
      this.all = value;
      this.value = value;
      this.before = before;
      this.nothing = value.isNothing();
    }

    /** A run that goes past. */
    Locals locals() {
      Locals copy = before.copy();
      run.patterns().narrow(selector, value, copy);
      return copy;
    }

    /** The run that a label takes out, or null if there is none. */
    @Nullable Locals take(CaseLabelTree label, @Nullable ExpressionTree when, List<String> texts) {
      if (nothing) return null;
      return switch (label) {
        case PatternCaseLabelTree pattern -> take(pattern, when, texts);
        case ConstantCaseLabelTree constant -> constant(constant, texts);
        default -> null;
      };
    }

    /** A constant may match, and what it leaves is not less. Null never comes. */
    private @Nullable Locals constant(ConstantCaseLabelTree label, List<String> texts) {
      if (label.getConstantExpression().getKind() == Tree.Kind.NULL_LITERAL) return null;
      texts.add(run.code().text(label.getConstantExpression(), before.home()));
      return before.copy();
    }

    private @Nullable Locals take(
        PatternCaseLabelTree label, @Nullable ExpressionTree when, List<String> texts) {
      Patterns.Match match = run.patterns().match(label.getPattern(), value, selector, before);
      if (!match.possible()) return null;
      Locals way = before.copy();
      way.setAll(match.bindings());
      run.patterns().narrow(selector, match.hit(), way);
      if (match.named()) way.nameEvent(true);
      // Told as it is written, though the arms above may have left nothing else.
      String text = run.patterns().match(label.getPattern(), all, selector, before).text();
      if (when != null) {
        Conditions.Split split = run.conditions().of(when, way);
        if (split.yes() == null) return null;
        way = split.yes();
        if (split.no() != null) {
          texts.add(text.isEmpty() ? split.text() : text + ", " + split.text());
          return way;
        }
      }
      texts.add(text);
      value = match.rest();
      nothing = match.certain();
      return way;
    }
  }
}
