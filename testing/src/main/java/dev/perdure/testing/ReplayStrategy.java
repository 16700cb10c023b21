package dev.perdure.testing;

import dev.perdure.testing.ChoicePoint.Kind;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides as was decided before, and the plain way where that ends. Faults and values are found
 * again by what they are of, so that a fault that is taken out does not shift the others, nor its
 * values those of anything else; tasks by their labels. So a list from which choices were taken out
 * still means much the same.
 */
public final class ReplayStrategy implements Strategy {
  private final Map<Line, ArrayDeque<Choice>> left = new HashMap<>();

  /**
   * Choices that are made again in their order, whatever comes between them.
   *
   * @param of the fault or the value; empty for the choice of a task, which is in one line with all
   *     others of its kind
   */
  private record Line(Kind kind, String of) {}

  /** Decides as these say. */
  public ReplayStrategy(List<Choice> choices) {
    for (Choice choice : choices) {
      left.computeIfAbsent(line(choice.kind(), choice.label()), _ -> new ArrayDeque<>())
          .add(choice);
    }
  }

  private static Line line(Kind kind, String label) {
    return new Line(kind, isNamed(kind) ? label : "");
  }

  /** Whether a choice of this kind is labelled with what it is of, and not with what was taken. */
  private static boolean isNamed(Kind kind) {
    return kind == Kind.FAULT || kind == Kind.VALUE;
  }

  @Override
  public int choose(ChoicePoint point) {
    Choice choice = next(point);
    if (choice == null || choice.picked() == 0) {
      return 0;
    }
    return switch (point.kind()) {
      case FAULT -> 1;
      case VALUE -> Math.min(choice.picked(), point.options() - 1);
      case TASK, CROSSING -> labelled(point, choice);
    };
  }

  private @Nullable Choice next(ChoicePoint point) {
    String label = isNamed(point.kind()) ? point.label(0) : ""; // A task's costs a look around.
    ArrayDeque<Choice> line = left.get(line(point.kind(), label));
    return line == null ? null : line.poll();
  }

  private static int labelled(ChoicePoint point, Choice choice) {
    int options = point.options();
    if (choice.picked() < options && point.label(choice.picked()).equals(choice.label())) {
      return choice.picked();
    }
    for (int i = 0; i < options; i++) {
      if (point.label(i).equals(choice.label())) {
        return i;
      }
    }
    return 0;
  }
}
