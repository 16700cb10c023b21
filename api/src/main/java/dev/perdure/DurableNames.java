package dev.perdure;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Completes and checks the durable names of one definition: states first, then events. */
final class DurableNames {
  private DurableNames() {}

  /**
   * A name for every state and event: the given one, or else the simple name of the class.
   *
   * @throws IllegalArgumentException if a given name is for another class, breaks the bounds, or
   *     two members of one family share a name
   */
  static Map<Class<?>, String> complete(
      MachineType<?> type, Class<?> states, Map<Class<?>, String> given) {
    List<Class<?>> stateMembers = Families.leaves(family("states", type), states);
    List<Class<?>> eventMembers = Families.leaves(family("events", type), type.events());
    Map<Class<?>, String> names = new LinkedHashMap<>();
    name(family("states", type), stateMembers, given, names);
    name(family("events", type), eventMembers, given, names);
    for (Class<?> member : given.keySet()) {
      if (!names.containsKey(member)) {
        throw new IllegalArgumentException(
            "machine type '%s': %s is named but is neither a state nor an event of it; those are %s"
                .formatted(type.name(), member.getTypeName(), simpleNames(names)));
      }
    }
    eventMembers.forEach(event -> EventRules.check(type.name(), event));
    return Collections.unmodifiableMap(names);
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
