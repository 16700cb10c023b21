package dev.perdure.testing.diagram;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Diagrams to draw in tests. */
final class Pictures {
  /** What was reached of {@link #order}: Late never was. */
  static final Map<Counts.Outcome, Long> REACHED =
      Map.of(
          new Counts.Outcome("Open", "Add", Verdict.NEXT, "Open"), 3L,
          new Counts.Outcome("Waiting", "Paid", Verdict.NEXT, "Closed"), 1L);

  private Pictures() {}

  /** A diagram of these states, the first of which is the first. */
  static StateDiagram of(List<String> states, Transition... transitions) {
    List<StateDiagram.Event> events =
        List.of(transitions).stream()
            .map(each -> new StateDiagram.Event(each.event(), false))
            .distinct()
            .toList();
    return new StateDiagram(
        "Specimen",
        "specimen",
        states,
        List.of(),
        states.subList(0, 1),
        events,
        List.of(transitions),
        List.of());
  }

  /** A diagram with everything that a diagram can have. */
  static StateDiagram order() {
    List<Transition> all = new ArrayList<>();
    all.add(next("Open", "Add", "Open"));
    all.add(next("Open", "CheckOut", "Waiting"));
    all.add(
        new Transition(
            "Open",
            "Hurry",
            Verdict.NEXT,
            List.of("Waiting"),
            List.of(),
            List.of("CheckOut"),
            true));
    all.add(verdict("Open", "Paid", Verdict.REJECT, true));
    all.add(guarded("Waiting", "Paid", Verdict.NEXT, "Done", "Closed"));
    all.add(guarded("Waiting", "Paid", Verdict.NEXT, "Unknown", "Waiting"));
    all.add(guarded("Waiting", "Paid", Verdict.HALT, "Failed"));
    all.add(verdict("Waiting", "Add", Verdict.DEFER, true));
    all.add(caught("Waiting", "CheckOut", "Late"));
    all.add(caught("Waiting", "Hurry", "Late"));
    for (String event : List.of("Add", "CheckOut", "Hurry", "Paid")) {
      all.add(verdict("Late", event, Verdict.IGNORE, false));
    }
    all.add(
        new Transition(
            "Late",
            "Resume",
            Verdict.NEXT,
            List.of("Open", "Waiting", "Late", "Closed"),
            List.of(),
            List.of(),
            true));
    for (String event : List.of("Add", "CheckOut", "Hurry")) {
      all.add(verdict("Closed", event, Verdict.REJECT, false));
    }
    all.add(verdict("Closed", "Paid", Verdict.FAIL, true));
    all.add(
        new Transition(
            "Closed", "Resume", Verdict.NEXT, List.of("Open", "Late"), List.of(), List.of(), true));
    for (String state : List.of("Open", "Waiting", "Late", "Closed")) {
      all.add(next(state, "Look", state));
    }
    return new StateDiagram(
        "Order",
        "order",
        List.of("Open", "Waiting", "Late", "Closed"),
        List.of(
            new StateDiagram.Superstate("Pending", List.of("Waiting", "Overdue")),
            new StateDiagram.Superstate("Overdue", List.of("Late"))),
        List.of("Open"),
        List.of(
            new StateDiagram.Event("Add", false),
            new StateDiagram.Event("CheckOut", false),
            new StateDiagram.Event("Hurry", false),
            new StateDiagram.Event("Paid", false),
            new StateDiagram.Event("Resume", false),
            new StateDiagram.Event("Look", true)),
        all,
        List.of("Late + Resume: any of four"));
  }

  private static Transition next(String state, String event, String target) {
    return new Transition(state, event, Verdict.NEXT, List.of(target), List.of(), List.of(), true);
  }

  private static Transition caught(String state, String event, String target) {
    return new Transition(state, event, Verdict.NEXT, List.of(target), List.of(), List.of(), false);
  }

  private static Transition guarded(
      String state, String event, Verdict verdict, String guard, String... target) {
    return new Transition(state, event, verdict, List.of(target), List.of(guard), List.of(), true);
  }

  private static Transition verdict(String state, String event, Verdict verdict, boolean named) {
    return new Transition(state, event, verdict, List.of(), List.of(), List.of(), named);
  }
}
