package dev.perdure.testing.diagram;

import java.util.List;

/**
 * One thing that can become of an event in a state.
 *
 * @param state the class of the state in which the event comes
 * @param event the class of the event
 * @param verdict what becomes of the event
 * @param targets for {@link Verdict#NEXT} the class of the next state; more than one means <em>any
 *     of these</em>: the source does not tell which, and the diagram has a warning. Empty for every
 *     other verdict
 * @param guards the conditions under which it happens, as they are written; any one of them is
 *     enough. Empty if there is none, or nothing else can become of this event in this state
 * @param raised the events that the step raises on the way, in order
 * @param named whether an arm names the event. Otherwise a catch-all arm, which takes many events,
 *     decided
 */
public record Transition(
    String state,
    String event,
    Verdict verdict,
    List<String> targets,
    List<String> guards,
    List<String> raised,
    boolean named) {
  /** Keeps copies. */
  public Transition {
    targets = List.copyOf(targets);
    guards = List.copyOf(guards);
    raised = List.copyOf(raised);
    if (targets.isEmpty() == (verdict == Verdict.NEXT)) {
      throw new IllegalArgumentException("%s has the targets %s".formatted(verdict, targets));
    }
  }

  /** Whether the source does not tell which of several states is the next. */
  public boolean isAnyOf() {
    return targets.size() > 1;
  }

  /**
   * As one line, such as {@code Depositing + Deposited [Done] -> Finished}. A catch-all arm has a
   * {@code *} at the event.
   */
  @Override
  public String toString() {
    StringBuilder line = new StringBuilder(state).append(" + ").append(event);
    if (!named) line.append('*');
    if (!guards.isEmpty()) line.append(" [").append(String.join(" or ", guards)).append(']');
    for (String each : raised) line.append(" raise ").append(each);
    line.append(" -> ");
    if (verdict != Verdict.NEXT) return line.append(verdict.word()).toString();
    return line.append(isAnyOf() ? "any of " : "").append(String.join(", ", targets)).toString();
  }
}
