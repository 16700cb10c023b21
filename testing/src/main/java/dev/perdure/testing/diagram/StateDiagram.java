package dev.perdure.testing.diagram;

import java.nio.file.Path;
import java.util.List;

/**
 * The states of a machine type, and what becomes of each event in each of them, as its source says.
 * Immutable. Classes go by their simple names, or by longer ones where two have the same.
 *
 * @param machine the simple name of the machine's class
 * @param type the durable name of the machine type; empty where the machine's source does not say
 *     it
 * @param states the classes of the states, in the order of declaration
 * @param superstates the sealed interfaces between the state family and the states, outer ones
 *     first
 * @param initial the class of the first state; more than one where the source does not tell which
 * @param events the classes of the events, in the order of declaration
 * @param transitions what becomes of each event in each state: at least one for each pair, by
 *     states, then events
 * @param warnings what could not be found out, for people
 */
public record StateDiagram(
    String machine,
    String type,
    List<String> states,
    List<Superstate> superstates,
    List<String> initial,
    List<Event> events,
    List<Transition> transitions,
    List<String> warnings) {
  /** Keeps copies. */
  public StateDiagram {
    states = List.copyOf(states);
    superstates = List.copyOf(superstates);
    initial = List.copyOf(initial);
    events = List.copyOf(events);
    transitions = List.copyOf(transitions);
    warnings = List.copyOf(warnings);
  }

  /**
   * A sealed interface of states.
   *
   * @param members the states and superstates right below it
   */
  public record Superstate(String name, List<String> members) {
    /** Keeps a copy. */
    public Superstate {
      members = List.copyOf(members);
    }
  }

  /**
   * A class of events.
   *
   * @param query whether it is a {@link dev.perdure.Query}, which changes nothing
   */
  public record Event(String name, boolean query) {}

  /**
   * Reads one machine type, with the class path of this process.
   *
   * @param sources where the sources are, such as {@code src/main/java}
   * @param machine the machine's class, with its package
   * @throws DiagramException if it is not there, or does not compile
   */
  public static StateDiagram of(Path sources, String machine) {
    return MachineSources.in(sources).diagram(machine);
  }

  /** What becomes of an event in a state. */
  public List<Transition> transitions(String state, String event) {
    return transitions.stream()
        .filter(each -> each.state().equals(state) && each.event().equals(event))
        .toList();
  }

  /** All transitions as text, one a line. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(machine).append(", first ").append(String.join(", ", initial)).append('\n');
    transitions.forEach(each -> text.append(each).append('\n'));
    warnings.forEach(each -> text.append("warning: ").append(each).append('\n'));
    return text.toString();
  }
}
