package dev.perdure.node.codec;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Optional;

/** Reaches the accessors and canonical constructors of records, package-private ones too. */
final class Access {
  private Access() {}

  /** Whether the record's constructor and accessors can be reached from here. */
  static boolean open(Class<?> record) {
    if (!canonical(record).trySetAccessible()) return false;
    for (RecordComponent component : record.getRecordComponents()) {
      if (!component.getAccessor().trySetAccessible()) return false;
    }
    return true;
  }

  static String closed(Class<?> record) {
    return "module %s does not open package %s"
        .formatted(record.getModule().getName(), record.getPackageName());
  }

  static String remedy(Class<?> record) {
    return "add 'opens %s to dev.perdure.node;' to its module-info.java"
        .formatted(record.getPackageName());
  }

  static Constructor<?> canonical(Class<?> record) {
    Class<?>[] types =
        Arrays.stream(record.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      return record.getDeclaredConstructor(types);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(record + " has no canonical constructor", e);
    }
  }

  /** The constructor as {@code (Object[]) -> Object}. */
  static MethodHandle constructor(Class<?> record) {
    Constructor<?> constructor = canonical(record);
    constructor.setAccessible(true);
    try {
      return MethodHandles.lookup()
          .unreflectConstructor(constructor)
          .asFixedArity()
          .asSpreader(Object[].class, constructor.getParameterCount())
          .asType(MethodType.methodType(Object.class, Object[].class));
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(closed(record) + "; " + remedy(record), e);
    }
  }

  /** A record of these components, unless its constructor refuses them. */
  static Optional<Object> tryNew(Class<?> record, Object[] components) {
    Constructor<?> constructor = canonical(record);
    constructor.setAccessible(true);
    try {
      return Optional.of(constructor.newInstance(components));
    } catch (InvocationTargetException e) {
      return Optional.empty();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make a " + record.getTypeName(), e);
    }
  }

  /** Returns for what an accessor or constructor of a record is to blame for; else throws it on. */
  static void passOn(Throwable thrown) {
    if (thrown instanceof VirtualMachineError error && !(thrown instanceof StackOverflowError)) {
      throw error;
    }
  }

  /** The accessor as {@code (Object) -> type}. */
  static MethodHandle accessor(Method accessor, Class<?> type) {
    accessor.setAccessible(true);
    try {
      return MethodHandles.lookup()
          .unreflect(accessor)
          .asType(MethodType.methodType(type, Object.class));
    } catch (IllegalAccessException e) {
      Class<?> record = accessor.getDeclaringClass();
      throw new IllegalStateException(closed(record) + "; " + remedy(record), e);
    }
  }
}
