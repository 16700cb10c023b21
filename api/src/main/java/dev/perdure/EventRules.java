package dev.perdure;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.Set;

/**
 * The rule that an event has at most one {@link ReplyTo}, as a component of its own whose answer
 * type is spelled out. Only then can the way in from outside fill it in, and reject, ignore and
 * halt find the ask that they refuse.
 */
final class EventRules {
  private EventRules() {}

  static void check(String machineType, Class<?> event) {
    String where = "event %s of machine type '%s'".formatted(event.getTypeName(), machineType);
    int replies = 0;
    for (RecordComponent component : event.getRecordComponents()) {
      if (component.getType() == ReplyTo.class) {
        replies++;
        checkAnswer(where, component);
      } else if (mentionsReplyTo(component.getGenericType(), new HashSet<>())) {
        throw new IllegalArgumentException(
            "%s: component '%s' has a ReplyTo inside; make the ReplyTo a component of the event"
                .formatted(where, component.getName()));
      }
    }
    if (replies > 1) {
      throw new IllegalArgumentException(
          "%s: it has %d ReplyTo components; an event has at most one".formatted(where, replies));
    }
    if (replies == 0 && Query.class.isAssignableFrom(event)) {
      throw new IllegalArgumentException(
          where + ": it is a Query without a ReplyTo component, so nobody could be answered");
    }
  }

  private static void checkAnswer(String where, RecordComponent component) {
    boolean spelledOut =
        component.getGenericType() instanceof ParameterizedType type
            && type.getActualTypeArguments()[0] instanceof Class<?>;
    if (!spelledOut) {
      throw new IllegalArgumentException(
          ("%s: component '%s' must say the class of its answer, as in ReplyTo<Receipt>, but is %s;"
                  + " put a list or other generic answer into a record")
              .formatted(where, component.getName(), component.getGenericType().getTypeName()));
    }
  }

  private static boolean mentionsReplyTo(Type type, Set<Type> seen) {
    if (!seen.add(type)) return false;
    if (type instanceof ParameterizedType generic) {
      // The E of a MachineRef<E> says what may be sent there; no such event is inside.
      if (generic.getRawType() == MachineRef.class) return false;
      for (Type argument : generic.getActualTypeArguments()) {
        if (mentionsReplyTo(argument, seen)) return true;
      }
      return mentionsReplyTo(generic.getRawType(), seen);
    }
    if (type instanceof GenericArrayType array) {
      return mentionsReplyTo(array.getGenericComponentType(), seen);
    }
    return type instanceof Class<?> plain && classMentionsReplyTo(plain, seen);
  }

  private static boolean classMentionsReplyTo(Class<?> type, Set<Type> seen) {
    if (type == ReplyTo.class) return true;
    if (type.isArray()) return mentionsReplyTo(type.getComponentType(), seen);
    if (type.isRecord()) {
      for (RecordComponent component : type.getRecordComponents()) {
        if (mentionsReplyTo(component.getGenericType(), seen)) return true;
      }
    } else if (type.isSealed()) {
      for (Class<?> permitted : type.getPermittedSubclasses()) {
        if (mentionsReplyTo(permitted, seen)) return true;
      }
    }
    return false;
  }
}
