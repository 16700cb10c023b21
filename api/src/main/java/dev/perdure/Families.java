package dev.perdure;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Walks a family: a record class, or a sealed interface whose leaves are all record classes. */
final class Families {
  private Families() {}

  /**
   * The records of a family in the order of their declaration, each once.
   *
   * @param what whose family it is, for the message: {@code states of machine type 'order'}
   * @throws IllegalArgumentException if a member is no record and no sealed interface
   */
  static List<Class<?>> leaves(String what, Class<?> root) {
    Set<Class<?>> leaves = new LinkedHashSet<>();
    collect(what, root, leaves);
    return new ArrayList<>(leaves);
  }

  /** The sealed interfaces of a sound family, the root first, each once; none of a record alone. */
  static List<Class<?>> branches(Class<?> root) {
    Set<Class<?>> branches = new LinkedHashSet<>();
    collectBranches(root, branches);
    return new ArrayList<>(branches);
  }

  private static void collectBranches(Class<?> member, Set<Class<?>> branches) {
    if (member.isInterface() && branches.add(member)) {
      for (Class<?> permitted : member.getPermittedSubclasses()) {
        collectBranches(permitted, branches);
      }
    }
  }

  private static void collect(String what, Class<?> member, Set<Class<?>> leaves) {
    if (member.isRecord()) {
      leaves.add(member);
    } else if (member.isInterface() && member.isSealed()) {
      for (Class<?> permitted : member.getPermittedSubclasses()) collect(what, permitted, leaves);
    } else {
      throw new IllegalArgumentException(
          "%s: %s is %s; %s".formatted(what, member.getTypeName(), kind(member), remedy(member)));
    }
  }

  private static String kind(Class<?> member) {
    if (member.isPrimitive()) return "a primitive type";
    if (member.isArray()) return "an array";
    if (member.isEnum()) return "an enum";
    if (member.isAnnotation()) return "an annotation";
    return member.isInterface() ? "an interface that is not sealed" : "a class";
  }

  private static String remedy(Class<?> member) {
    return member.isInterface() && !member.isAnnotation()
        ? "make it a sealed interface whose permitted types are records"
        : "make it a record, or a sealed interface whose permitted types are records";
  }
}
