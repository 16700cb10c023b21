package dev.perdure.testing.diagram.flow;

import java.util.List;
import javax.lang.model.element.TypeElement;

/**
 * One thing that becomes of an event in a state.
 *
 * @param mark what the step did with the event
 * @param targets the classes that the next state may have: several where that could not be found
 *     out; none unless the mark is {@link Mark#NONE}
 * @param guards the conditions under which it happens: alternatives; empty if there is none, or
 *     nothing else can happen
 * @param raised the events raised on the way, in order
 * @param named whether an arm that names the event led here, and not one for many
 */
public record Exit(
    Mark mark, List<TypeElement> targets, List<String> guards, List<String> raised, boolean named) {
  /** Keeps copies. */
  public Exit {
    targets = List.copyOf(targets);
    guards = List.copyOf(guards);
    raised = List.copyOf(raised);
  }
}
