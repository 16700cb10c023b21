package dev.perdure.testing.diagram;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is drawn of a diagram, by whatever writer: a step to another class of state is an arrow, and
 * arrows between the same two states are one with many labels; all else is a line in the state's
 * box, since loops would hide what matters.
 *
 * @param boxes the states
 * @param arrows between boxes, from the beginning and to the end
 */
record Picture(List<Box> boxes, List<Arrow> arrows) {
  private static final int LONGEST_GUARD = 40;

  /** Of more states that may be next, none is shown: arrows to most of them would be wrong. */
  private static final int MOST_GUESSES = 3;

  /** What boxes say, in this order. */
  private static final List<String> WORDS =
      List.of("stay on", "move on", "answer", "defer", "ignore", "reject", "fail");

  /** A state and what it does not move for. */
  record Box(String state, List<Line> lines) {}

  /** A word such as "defer", and what it is said of. */
  record Line(String word, List<Label> labels) {}

  /**
   * An arrow.
   *
   * @param from a state, or empty for the beginning
   * @param to a state, or empty for the end
   * @param sure whether the source tells that it leads there; otherwise it may
   */
  record Arrow(String from, String to, boolean sure, List<Label> labels) {}

  /**
   * An event, and what there is to say about it.
   *
   * @param count how often it was stepped, if that is known
   */
  record Label(String text, OptionalLong count) {
    boolean isMissed() {
      return count.isPresent() && count.getAsLong() == 0;
    }
  }

  static Picture of(StateDiagram diagram, Optional<Counts> coverage) {
    Drawing drawing = new Drawing(diagram, coverage);
    diagram.initial().forEach(drawing::begin);
    for (Transition transition : diagram.transitions()) drawing.add(transition);
    return drawing.picture();
  }

  private record Ends(String from, String to, boolean sure) {}

  /** Gathers labels; those of catch-all arms come last, as one where no coverage is shown. */
  private static final class Drawing {
    private final StateDiagram diagram;
    private final Optional<Counts> coverage;
    private final Map<Ends, List<Transition>> arrows = new LinkedHashMap<>();
    private final Map<String, Map<String, List<Transition>>> lines = new LinkedHashMap<>();

    Drawing(StateDiagram diagram, Optional<Counts> coverage) {
      this.diagram = diagram;
      this.coverage = coverage;
      diagram.states().forEach(state -> lines.put(state, new LinkedHashMap<>()));
    }

    void begin(String state) {
      arrows.put(new Ends("", state, diagram.initial().size() == 1), new ArrayList<>());
    }

    void add(Transition transition) {
      switch (transition.verdict()) {
        case DEFER, IGNORE, REJECT, FAIL -> line(transition.verdict().word(), transition);
        case HALT -> arrow(transition, "");
        case NEXT -> {
          if (transition.targets().size() > MOST_GUESSES) {
            line("move on", transition);
          } else {
            transition.targets().forEach(target -> next(transition, target));
          }
        }
      }
    }

    private void next(Transition transition, String target) {
      if (!target.equals(transition.state())) {
        arrow(transition, target);
      } else {
        line(isQuery(transition.event()) ? "answer" : "stay on", transition);
      }
    }

    private boolean isQuery(String event) {
      return diagram.events().stream().anyMatch(each -> each.query() && each.name().equals(event));
    }

    private void line(String word, Transition transition) {
      lines
          .computeIfAbsent(transition.state(), _ -> new LinkedHashMap<>())
          .computeIfAbsent(word, _ -> new ArrayList<>())
          .add(transition);
    }

    private void arrow(Transition transition, String to) {
      arrows
          .computeIfAbsent(
              new Ends(transition.state(), to, !transition.isAnyOf()), _ -> new ArrayList<>())
          .add(transition);
    }

    Picture picture() {
      List<Box> boxes = new ArrayList<>();
      lines.forEach(
          (state, words) -> {
            List<Line> said =
                WORDS.stream()
                    .filter(words::containsKey)
                    .map(word -> new Line(word, labels(words.getOrDefault(word, List.of()))))
                    .toList();
            boxes.add(new Box(state, said));
          });
      List<Arrow> drawn = new ArrayList<>();
      arrows.forEach(
          (ends, all) -> drawn.add(new Arrow(ends.from(), ends.to(), ends.sure(), labels(all))));
      return new Picture(boxes, drawn);
    }

    private List<Label> labels(List<Transition> transitions) {
      List<Transition> caught = transitions.stream().filter(this::isCaught).toList();
      boolean asOne = caught.size() > 1 && coverage.isEmpty();
      List<Label> labels = new ArrayList<>();
      for (Transition each : transitions) {
        if (!asOne || !isCaught(each)) labels.add(new Label(text(each), count(each)));
      }
      if (asOne) {
        String text = caught.size() == diagram.events().size() ? "any" : "any other";
        labels.add(new Label(text, OptionalLong.empty()));
      }
      return labels;
    }

    private boolean isCaught(Transition transition) {
      return !transition.named()
          && transition.guards().isEmpty()
          && transition.raised().isEmpty()
          && !transition.isAnyOf();
    }

    private OptionalLong count(Transition transition) {
      return coverage.isEmpty()
          ? OptionalLong.empty()
          : OptionalLong.of(coverage.get().count(transition));
    }
  }

  private static String text(Transition transition) {
    StringBuilder text = new StringBuilder(transition.event());
    if (!transition.guards().isEmpty()) {
      text.append(" [").append(shortened(String.join(" or ", transition.guards()))).append(']');
    }
    transition.raised().forEach(event -> text.append(" / raise ").append(event));
    if (transition.isAnyOf())
      text.append(" (any of ").append(transition.targets().size()).append(')');
    return text.toString();
  }

  private static String shortened(String guard) {
    return guard.length() <= LONGEST_GUARD ? guard : guard.substring(0, LONGEST_GUARD - 1) + "…";
  }
}
