package dev.perdure.testing;

import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Decides as was decided before, kind by kind, and the plain way where that ends. Tasks are found
 * again by their labels, so that a list from which choices were taken out still means much the
 * same.
 */
public final class ReplayStrategy implements Strategy {
  private final Map<ChoicePoint.Kind, ArrayDeque<Choice>> left =
      new EnumMap<>(ChoicePoint.Kind.class);

  /** Decides as these say. */
  public ReplayStrategy(List<Choice> choices) {
    for (ChoicePoint.Kind kind : ChoicePoint.Kind.values()) {
      left.put(kind, new ArrayDeque<>());
    }
    choices.forEach(choice -> of(choice.kind()).add(choice));
  }

  private ArrayDeque<Choice> of(ChoicePoint.Kind kind) {
    return left.computeIfAbsent(kind, _ -> new ArrayDeque<>());
  }

  @Override
  public int choose(ChoicePoint point) {
    Choice choice = of(point.kind()).poll();
    if (choice == null || choice.picked() == 0) {
      return 0;
    }
    return switch (point.kind()) {
      case FAULT -> 1;
      case VALUE -> Math.min(choice.picked(), point.options() - 1);
      case TASK, CROSSING -> labelled(point, choice);
    };
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
