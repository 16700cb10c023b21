package dev.perdure;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;

/**
 * Which classes can be keys and values of durable collections, and data of activities. The verdict
 * on a class is reached once: {@link MapKey#part} runs in handlers.
 */
final class StoredTypes {
  /** What is wrong with a class as a key, or nothing. */
  private static final ClassValue<String> KEY_FAULT =
      new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
          return keyFault(type, new ArrayDeque<>());
        }
      };

  /** What is wrong with a class as a value, or nothing. */
  private static final ClassValue<String> VALUE_FAULT =
      new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
          return valueFault(type);
        }
      };

  private StoredTypes() {}

  static void checkKey(String what, Class<?> type) {
    refuse(what, KEY_FAULT.get(requireNonNull(type, what)));
  }

  static void checkValue(String what, Class<?> type) {
    refuse(what, VALUE_FAULT.get(requireNonNull(type, what)));
  }

  private static void refuse(String what, String fault) {
    if (!fault.isEmpty()) throw new IllegalArgumentException(what + ": " + fault);
  }

  private static String keyFault(Class<?> type, Deque<Class<?>> enclosing) {
    boolean component = !enclosing.isEmpty();
    if (type == String.class || type == UUID.class || type == Instant.class) return "";
    if (type == Integer.class || type == Long.class) return "";
    if (component && (type == int.class || type == long.class)) return "";
    if (type.isEnum()) return "";
    if (!type.isRecord() || enclosing.contains(type)) {
      return "%s cannot be ordered as a key; use String, Integer, Long, an enum, UUID, Instant, %s"
          .formatted(type.getTypeName(), "MachineRef, or a record of these");
    }
    if (type.getRecordComponents().length == 0) {
      return type.getTypeName() + " has no components, so all its keys are one";
    }
    enclosing.push(type);
    for (RecordComponent part : type.getRecordComponents()) {
      String fault = keyFault(part.getType(), enclosing);
      if (!fault.isEmpty()) {
        return "component '%s' of %s: %s".formatted(part.getName(), type.getTypeName(), fault);
      }
    }
    enclosing.pop();
    return "";
  }

  private static String valueFault(Class<?> type) {
    String name = type.getTypeName();
    if (type.isPrimitive()) return name + " is primitive; use its box, such as Long.class";
    if (type == Void.class) return name + " has no value; use a record without components";
    // The E of a MachineRef and the R of a ReplyTo are not in the data, so nothing is lost.
    if (type == MachineRef.class || type == ReplyTo.class) return "";
    if (type.getTypeParameters().length > 0) {
      return name + " loses its type arguments here; make it a component of a record";
    }
    boolean open = Modifier.isAbstract(type.getModifiers()) && !type.isArray();
    if (type == Object.class || (open && !type.isSealed() && !type.isEnum())) {
      return name + " does not say what is in it; use a record or a sealed interface of records";
    }
    return "";
  }
}
