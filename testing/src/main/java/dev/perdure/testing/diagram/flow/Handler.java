package dev.perdure.testing.diagram.flow;

import dev.perdure.Machine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;

/** The handler of a machine type, run on every pair of a state and an event. */
public final class Handler {
  private static final int MAX_ROUNDS = 100;

  private final Interpreter run;
  private final ExecutableElement on;
  private final ExecutableElement initial;
  private final List<TypeElement> states;
  private final List<TypeElement> events;
  private final Set<String> warnings = new LinkedHashSet<>();

  private Handler(
      Interpreter run,
      ExecutableElement on,
      ExecutableElement initial,
      List<TypeElement> states,
      List<TypeElement> events) {
    this.run = run;
    this.on = on;
    this.initial = initial;
    this.states = states;
    this.events = events;
  }

  /**
   * What a handler does.
   *
   * @param initial the classes that the first state may have
   * @param cells one for each pair, by states, then events
   * @param warnings what was not found out, for people
   */
  public record Found(List<TypeElement> initial, List<Cell> cells, List<String> warnings) {
    /** Keeps copies. */
    public Found {
      initial = List.copyOf(initial);
      cells = List.copyOf(cells);
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * Runs a handler.
   *
   * @param machine a class that implements {@link Machine}, whose source is there
   * @param states its state family
   * @param events its event family
   * @throws IllegalArgumentException if the source of its methods is not there
   */
  public static Found run(
      JavaCode code, TypeElement machine, List<TypeElement> states, List<TypeElement> events) {
    Families families = new Families(code);
    ExecutableElement on = method(code, machine, "on", 3);
    ExecutableElement initial = method(code, machine, "initial", 0);
    Interpreter run = new Interpreter(code, families, on, states, events);
    return new Handler(run, on, initial, states, events).run();
  }

  private static ExecutableElement method(
      JavaCode code, TypeElement machine, String name, int parameters) {
    TypeElement contract = code.elements().getTypeElement(Machine.class.getCanonicalName());
    for (ExecutableElement method :
        ElementFilter.methodsIn(code.elements().getAllMembers(machine))) {
      if (method.getSimpleName().contentEquals(name)
          && method.getParameters().size() == parameters
          && overrides(code, method, contract, machine)) {
        return method;
      }
    }
    throw new IllegalArgumentException(
        "%s has no method %s whose source is there".formatted(machine, name));
  }

  private static boolean overrides(
      JavaCode code, ExecutableElement method, TypeElement contract, TypeElement machine) {
    return code.body(method).isPresent()
        && ElementFilter.methodsIn(contract.getEnclosedElements()).stream()
            .anyMatch(each -> code.elements().overrides(method, each, machine));
  }

  /** Over and over, until the states that states keep are all known. */
  private Found run() {
    for (int round = 0; round < MAX_ROUNDS; round++) {
      warnings.clear();
      List<TypeElement> first = initial();
      List<Cell> cells = new ArrayList<>();
      for (TypeElement state : states) {
        for (TypeElement event : events) cells.add(cell(state, event));
      }
      if (!run.components().hasGrown() && !run.components().beginGuessing()) {
        return new Found(first, cells, List.copyOf(warnings));
      }
    }
    throw new IllegalStateException("states that states keep grow without end: " + on);
  }

  private List<TypeElement> initial() {
    Value value = statesOf(call(initial, List.of()), initial);
    warn("the first state", value);
    return value.all().stream().map(Shape::type).distinct().toList();
  }

  /** The states in a result; any, where it is not known what was returned. */
  private Value statesOf(Value returned, ExecutableElement method) {
    Value found = returned.takenOut().only(shape -> run.isState(shape.type()));
    if (returned.known()) return found;
    for (TypeElement state : states) {
      found = found.or(Value.of(Shape.guess(state, "what " + method + " returns")));
    }
    return found;
  }

  private Cell cell(TypeElement state, TypeElement event) {
    Value value =
        call(on, List.of(Value.of(Shape.of(state)), Value.of(Shape.of(event)), Value.UNKNOWN));
    Value result = statesOf(value, on);
    String pair = state.getSimpleName() + " + " + event.getSimpleName();
    warn(pair, result);
    Map<Key, List<Map.Entry<Shape, Paths>>> grouped = new LinkedHashMap<>();
    result
        .shapes()
        .entrySet()
        .forEach(
            entry ->
                grouped.computeIfAbsent(Key.of(entry.getKey()), _ -> new ArrayList<>()).add(entry));
    List<Exit> exits = new ArrayList<>();
    grouped.forEach((key, ways) -> exits.add(exit(key, ways, grouped.size() > 1)));
    tellOneElse(exits);
    for (Exit exit : exits) {
      if (!exit.raised().isEmpty() && exit.mark() != Mark.NONE && exit.mark() != Mark.HALT) {
        warnings.add(
            "%s: raises %s, which is then %s: such a step fails"
                .formatted(pair, exit.raised().getLast(), word(exit.mark())));
      }
    }
    return new Cell(state, event, exits);
  }

  /** An exit for all that no other exit is for needs no more words than that. */
  private static void tellOneElse(List<Exit> exits) {
    List<Exit> open =
        exits.stream().filter(exit -> exit.guards().stream().anyMatch(Handler::isElse)).toList();
    if (open.size() != 1 || !open.getFirst().guards().contains(Guard.ELSE)) return;
    Exit exit = open.getFirst();
    exits.set(
        exits.indexOf(exit),
        new Exit(exit.mark(), exit.targets(), List.of(Guard.ELSE), exit.raised(), exit.named()));
  }

  private static boolean isElse(String guard) {
    return guard.equals(Guard.ELSE) || guard.endsWith(", " + Guard.ELSE);
  }

  private Value call(ExecutableElement method, List<Value> arguments) {
    run.methods().begin();
    Optional<JavaCode.Body> body = run.code().body(method);
    Locals nowhere = new Locals(body.orElseThrow().path(), new Frame(), Value.UNKNOWN, false);
    return run.methods().invoke(method, Value.UNKNOWN, arguments, nowhere).orElse(Value.UNKNOWN);
  }

  /** What makes two results the same to a reader. */
  private record Key(Mark mark, List<TypeElement> target, String unresolved, List<String> raised) {
    static Key of(Shape shape) {
      boolean resolved = shape.unresolved().isEmpty();
      return new Key(
          shape.mark(),
          resolved && shape.mark() == Mark.NONE ? List.of(shape.type()) : List.of(),
          shape.mark() == Mark.NONE ? shape.unresolved() : "",
          shape.raised());
    }
  }

  private static Exit exit(Key key, List<Map.Entry<Shape, Paths>> ways, boolean guarded) {
    Set<TypeElement> targets = new LinkedHashSet<>();
    Paths paths = ways.getFirst().getValue();
    boolean named = false;
    for (Map.Entry<Shape, Paths> way : ways) {
      if (key.mark() == Mark.NONE) targets.add(way.getKey().type());
      paths = paths.or(way.getValue());
      named |= way.getKey().named();
    }
    return new Exit(
        key.mark(), List.copyOf(targets), guarded ? paths.texts() : List.of(), key.raised(), named);
  }

  /** Tells of results that are guesses, unless only one guess remains. */
  private void warn(String what, Value result) {
    Map<String, List<String>> guesses = new LinkedHashMap<>();
    for (Shape shape : result.all()) {
      if (!shape.unresolved().isEmpty() && shape.mark() == Mark.NONE) {
        guesses
            .computeIfAbsent(shape.unresolved(), _ -> new ArrayList<>())
            .add(shape.type().getSimpleName().toString());
      }
    }
    guesses.forEach(
        (where, names) -> {
          if (names.size() > 1) {
            warnings.add(
                "%s: any of %s, as far as the type of %s tells"
                    .formatted(what, String.join(", ", names), where));
          }
        });
  }

  private static String word(Mark mark) {
    return switch (mark) {
      case DEFER -> "deferred";
      case IGNORE -> "ignored";
      case REJECT -> "rejected";
      case HALT -> "halted";
      case NONE -> "stepped";
    };
  }
}
