package dev.perdure.testing.coverage;

import static java.util.Objects.requireNonNull;

import dev.perdure.Definition;
import dev.perdure.MachineType;
import dev.perdure.testing.CommittedStep.Verdict;
import dev.perdure.testing.coverage.Coverage.Met;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;

/** What was reached of one machine type at one moment: the matrix of its states and events. */
public final class MachineCoverage {
  /** What stands for the next state of a machine that halted. */
  public static final String HALTED = "(halted)";

  private final Definition<?, ?> definition;
  private final List<Class<?>> states;
  private final List<Class<?>> events;
  private final Map<Pair, Reached> reached = new LinkedHashMap<>();

  private MachineCoverage(Definition<?, ?> definition) {
    this.definition = definition;
    this.states = members(definition.states());
    this.events = members(definition.type().events());
  }

  static MachineCoverage of(Definition<?, ?> definition, Map<Met, Long> counted) {
    MachineCoverage machine = new MachineCoverage(definition);
    for (Class<?> state : machine.states) {
      for (Class<?> event : machine.events) {
        machine.count(new Pair(state, event), counted);
      }
    }
    return machine;
  }

  private void count(Pair pair, Map<Met, Long> counted) {
    long times = 0;
    SequencedMap<Verdict, Long> verdicts = new TreeMap<>();
    Map<Class<?>, Long> ends = new LinkedHashMap<>();
    long halts = 0;
    for (Map.Entry<Met, Long> entry : counted.entrySet()) {
      Met met = entry.getKey();
      if (!met.type().equals(type().name())
          || !met.state().equals(pair.state())
          || !met.event().equals(pair.event())) {
        continue;
      }
      times += entry.getValue();
      verdicts.merge(met.verdict(), entry.getValue(), Long::sum);
      if (met.verdict() == Verdict.HANDLED) {
        ends.merge(met.next(), entry.getValue(), Long::sum);
      } else if (met.verdict() == Verdict.HALTED) {
        halts += entry.getValue();
      }
    }
    if (times > 0) {
      reached.put(pair, new Reached(times, verdicts, named(ends, halts)));
    }
  }

  private SequencedMap<String, Long> named(Map<Class<?>, Long> ends, long halts) {
    SequencedMap<String, Long> next = new LinkedHashMap<>();
    for (Class<?> state : states) {
      Long times = ends.get(state);
      if (times != null) {
        next.put(name(state), times);
      }
    }
    if (halts > 0) {
      next.put(HALTED, halts);
    }
    return next;
  }

  /** The records of a family, each once, in the order of their declaration. */
  private static List<Class<?>> members(Class<?> family) {
    Set<Class<?>> members = new LinkedHashSet<>();
    collect(family, members);
    return List.copyOf(members);
  }

  private static void collect(Class<?> family, Set<Class<?>> members) {
    if (family.isSealed()) {
      for (Class<?> permitted : family.getPermittedSubclasses()) {
        collect(permitted, members);
      }
    } else {
      members.add(family);
    }
  }

  // ---- the matrix ----------------------------------------------------------------------------

  /** The machine type. */
  public MachineType<?> type() {
    return definition.type();
  }

  /** The records of its state family, in the order of their declaration. */
  public List<Class<?>> states() {
    return states;
  }

  /** The records of its event family, in the order of their declaration. */
  public List<Class<?>> events() {
    return events;
  }

  /** The durable name of a state or event. */
  public String name(Class<?> member) {
    String name = definition.names().get(member);
    if (name == null) {
      throw new IllegalArgumentException(
          "%s is no state and no event of machine type '%s'"
              .formatted(member.getTypeName(), type().name()));
    }
    return name;
  }

  /** How many pairs there are. */
  public int size() {
    return states.size() * events.size();
  }

  /** What came of a pair; empty when it was not reached. */
  public Optional<Reached> reached(Class<?> state, Class<?> event) {
    return Optional.ofNullable(reached.get(new Pair(state, event)));
  }

  boolean isReached(Pair pair) {
    return reached.containsKey(pair);
  }

  /** The pairs that were reached, by state. */
  public List<Pair> reached() {
    return new ArrayList<>(reached.keySet());
  }

  /** The pairs that were not reached, by state. */
  public List<Pair> unreached() {
    List<Pair> missing = new ArrayList<>();
    for (Class<?> state : states) {
      for (Class<?> event : events) {
        Pair pair = new Pair(state, event);
        if (!isReached(pair)) {
          missing.add(pair);
        }
      }
    }
    return missing;
  }

  /** The transitions that were taken, by state: into another state, and those that halted. */
  public List<Transition> transitions() {
    List<Transition> taken = new ArrayList<>();
    reached.forEach(
        (pair, what) ->
            what.next()
                .forEach(
                    (next, times) -> {
                      if (!next.equals(name(pair.state()))) {
                        taken.add(new Transition(pair.state(), pair.event(), next, times));
                      }
                    }));
    return taken;
  }

  /**
   * A change of state.
   *
   * @param next the durable name of the state that it led to, or {@link #HALTED}
   */
  public record Transition(Class<?> state, Class<?> event, String next, long times) {}

  // ---- what cannot be ------------------------------------------------------------------------

  /** The pairs that are named. */
  List<Pair> pairs(Unreachable named) {
    List<Pair> pairs = new ArrayList<>();
    List<Class<?>> wanted = named.events().isEmpty() ? List.of(Object.class) : named.events();
    for (Class<?> state : of("state", states, named.state())) {
      for (Class<?> event : wanted) {
        for (Class<?> each : of("event", events, event)) {
          pairs.add(new Pair(state, each));
        }
      }
    }
    return pairs;
  }

  private List<Class<?>> of(String what, List<Class<?>> members, Class<?> named) {
    List<Class<?>> some = new ArrayList<>();
    for (Class<?> member : members) {
      if (requireNonNull(named).isAssignableFrom(member)) {
        some.add(member);
      }
    }
    if (some.isEmpty()) {
      throw new IllegalArgumentException(
          "%s is no %s of machine type '%s'; these are: %s"
              .formatted(
                  named.getTypeName(),
                  what,
                  type().name(),
                  members.stream().map(Class::getSimpleName).toList()));
    }
    return some;
  }

  @Override
  public String toString() {
    return "%s: %d of %d pairs".formatted(type().name(), reached.size(), size());
  }
}
