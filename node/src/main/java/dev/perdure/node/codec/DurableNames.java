package dev.perdure.node.codec;

import java.util.Map;

/**
 * The durable names that differ from those in the code, for a whole node.
 *
 * @param members of families that are not called by their simple class names
 * @param constants of enums that are not called by their own names
 */
public record DurableNames(Map<Class<?>, String> members, Map<Enum<?>, String> constants) {
  /** Everything is called as in the code. */
  public static final DurableNames AS_IN_CODE = new DurableNames(Map.of(), Map.of());

  /** Keeps copies. */
  public DurableNames {
    members = Map.copyOf(members);
    constants = Map.copyOf(constants);
  }

  /** What a member of a family is called. */
  public String of(Class<?> member) {
    return members.getOrDefault(member, member.getSimpleName());
  }

  /** What a constant is called. */
  public String of(Enum<?> constant) {
    return constants.getOrDefault(constant, constant.name());
  }
}
