package dev.perdure;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Completes and checks the durable names of one definition. */
final class DurableNames {
  private DurableNames() {}

  /**
   * A name for every state and event: the given one, or else the simple name of the class; and
   * those given to members of other families and to superstates.
   *
   * @throws IllegalArgumentException if a given name is for a class that is no member of a family,
   *     breaks the bounds, or two states, superstates or events share a name
   */
  static Map<Class<?>, String> complete(
      MachineType<?> type, Class<?> states, Map<Class<?>, String> given) {
    List<Class<?>> stateMembers = Families.leaves(family("states", type), states);
    List<Class<?>> eventMembers = Families.leaves(family("events", type), type.events());
    Map<Class<?>, String> names = new LinkedHashMap<>();
    name(family("states", type), stateMembers, given, names);
    name(family("events", type), eventMembers, given, names);
    Map<Class<?>, String> superstates = new LinkedHashMap<>();
    name(family("superstates", type), Families.branches(states), given, superstates);
    String statesAndEvents = simpleNames(names);
    given.forEach(
        (member, name) -> {
          if (names.containsKey(member)) return;
          if (!superstates.containsKey(member) && !isMember(member)) {
            throw new IllegalArgumentException(
                ("machine type '%s': %s is named but is neither a state, superstate nor event of"
                        + " it, nor a record or enum that a sealed interface permits; states and"
                        + " events are %s")
                    .formatted(type.name(), member.getTypeName(), statesAndEvents));
          }
          Checks.text("durable name of " + member.getTypeName(), name);
          names.put(member, name);
        });
    eventMembers.forEach(event -> EventRules.check(type.name(), event));
    return Collections.unmodifiableMap(names);
  }

  /** Whether the class is told from others by a name where it is written. */
  private static boolean isMember(Class<?> type) {
    boolean permitted = Arrays.stream(type.getInterfaces()).anyMatch(parent -> parent.isSealed());
    return permitted && (type.isRecord() || type.isEnum());
  }

  /**
   * The names of constants as they are given.
   *
   * @throws IllegalArgumentException if one breaks the bounds
   */
  static Map<Enum<?>, String> checked(Map<Enum<?>, String> given) {
    given.forEach(
        (constant, name) ->
            Checks.text(
                "durable name of "
                    + constant.getDeclaringClass().getTypeName()
                    + "."
                    + constant.name(),
                name));
    return Collections.unmodifiableMap(new LinkedHashMap<>(given));
  }

  private static String family(String which, MachineType<?> type) {
    return "%s of machine type '%s'".formatted(which, type.name());
  }

  private static void name(
      String family,
      List<Class<?>> members,
      Map<Class<?>, String> given,
      Map<Class<?>, String> names) {
    Map<String, Class<?>> taken = new LinkedHashMap<>();
    for (Class<?> member : members) {
      String name = given.getOrDefault(member, member.getSimpleName());
      Checks.text("durable name of " + member.getTypeName(), name);
      Class<?> other = taken.putIfAbsent(name, member);
      if (other != null) {
        throw new IllegalArgumentException(
            "%s: %s and %s have one durable name, '%s'; give one of them another by named()"
                .formatted(family, other.getTypeName(), member.getTypeName(), name));
      }
      names.put(member, name);
    }
  }

  private static String simpleNames(Map<Class<?>, String> names) {
    return names.keySet().stream().map(Class::getSimpleName).collect(Collectors.joining(", "));
  }
}
