package dev.perdure.testing.diagram;

import dev.perdure.Machine;
import dev.perdure.Query;
import dev.perdure.testing.diagram.flow.Cell;
import dev.perdure.testing.diagram.flow.Exit;
import dev.perdure.testing.diagram.flow.Families;
import dev.perdure.testing.diagram.flow.Handler;
import dev.perdure.testing.diagram.flow.JavaCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;

/** Makes a diagram of a machine whose source is compiled. */
final class DiagramReader {
  private final JavaCode code;
  private final Families families;
  private final Map<TypeElement, String> names = new LinkedHashMap<>();
  private final List<StateDiagram.Superstate> superstates = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  DiagramReader(JavaCode code) {
    this.code = code;
    this.families = new Families(code);
  }

  StateDiagram read(MachineSource source) {
    TypeElement machine = code.elements().getTypeElement(source.className());
    if (machine == null) {
      throw new DiagramException("%s is not in %s".formatted(source.className(), source.file()));
    }
    DeclaredType contract =
        families
            .as(machine.asType(), Machine.class.getCanonicalName())
            .orElseThrow(
                () ->
                    new DiagramException(
                        "%s implements another Machine than Perdure's".formatted(machine)));
    TypeMirror family = contract.getTypeArguments().get(0);
    List<TypeElement> states = family(machine, "state", family);
    List<TypeElement> events = family(machine, "event", contract.getTypeArguments().get(1));
    name(states);
    name(events);
    superstates(element(family));
    Handler.Found found;
    try {
      found = Handler.run(code, machine, states, events);
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new DiagramException("%s cannot be read: %s".formatted(machine, e.getMessage()));
    }
    warnings.addAll(found.warnings());
    return new StateDiagram(
        source.simpleName(),
        source.type(),
        names(states),
        superstates,
        names(found.initial()),
        events.stream().map(this::event).toList(),
        found.cells().stream().flatMap(cell -> transitions(cell).stream()).toList(),
        warnings);
  }

  private List<TypeElement> family(TypeElement machine, String what, TypeMirror type) {
    return families
        .leaves(type)
        .orElseThrow(
            () ->
                new DiagramException(
                    "the %s family of %s is open: %s is no record and no sealed interface of records"
                        .formatted(what, machine, type)));
  }

  /** By simple names; those that two have, by as much of the enclosing classes as is needed. */
  private void name(List<TypeElement> family) {
    for (TypeElement member : family) {
      long same =
          family.stream()
              .filter(other -> other.getSimpleName().equals(member.getSimpleName()))
              .count();
      String outer =
          same > 1 && member.getEnclosingElement() instanceof TypeElement in
              ? in.getSimpleName() + "."
              : "";
      names.put(member, outer + member.getSimpleName());
    }
  }

  private String nameOf(TypeElement type) {
    return names.getOrDefault(type, type.getSimpleName().toString());
  }

  private List<String> names(List<TypeElement> types) {
    return types.stream().map(this::nameOf).toList();
  }

  /** Goes down from the family; what is below two superstates is drawn in the first. */
  private void superstates(TypeElement family) {
    Set<TypeElement> placed = new LinkedHashSet<>();
    members(family, placed)
        .forEach(
            member -> {
              if (isSuperstate(member)) superstate(member, placed);
            });
  }

  private void superstate(TypeElement type, Set<TypeElement> placed) {
    List<TypeElement> members = members(type, placed);
    superstates.add(new StateDiagram.Superstate(nameOf(type), names(members)));
    members.stream().filter(DiagramReader::isSuperstate).forEach(each -> superstate(each, placed));
  }

  private List<TypeElement> members(TypeElement type, Set<TypeElement> placed) {
    List<TypeElement> members = new ArrayList<>();
    for (TypeMirror permitted : type.getPermittedSubclasses()) {
      TypeElement member = element(permitted);
      if (placed.add(member)) {
        members.add(member);
      } else {
        warnings.add(
            "%s is in %s as well, and drawn in its first superstate"
                .formatted(nameOf(member), nameOf(type)));
      }
    }
    return members;
  }

  private static boolean isSuperstate(TypeElement type) {
    return type.getKind() == ElementKind.INTERFACE;
  }

  private static TypeElement element(TypeMirror type) {
    return (TypeElement) ((DeclaredType) type).asElement();
  }

  private StateDiagram.Event event(TypeElement type) {
    return new StateDiagram.Event(
        nameOf(type), families.as(type.asType(), Query.class.getCanonicalName()).isPresent());
  }

  private List<Transition> transitions(Cell cell) {
    String state = nameOf(cell.state());
    String event = nameOf(cell.event());
    if (cell.exits().isEmpty()) {
      return List.of(
          new Transition(state, event, Verdict.FAIL, List.of(), List.of(), List.of(), true));
    }
    return cell.exits().stream().map(exit -> transition(state, event, exit)).toList();
  }

  private Transition transition(String state, String event, Exit exit) {
    return new Transition(
        state,
        event,
        switch (exit.mark()) {
          case NONE -> Verdict.NEXT;
          case DEFER -> Verdict.DEFER;
          case IGNORE -> Verdict.IGNORE;
          case REJECT -> Verdict.REJECT;
          case HALT -> Verdict.HALT;
        },
        names(exit.targets()),
        exit.guards(),
        exit.raised(),
        exit.named());
  }
}
