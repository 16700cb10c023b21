package dev.perdure.kernel;

import static java.util.Objects.requireNonNull;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keys that are records: their components one after the other, each by a codec of its own. */
final class RecordKeyCodec<R extends Record> implements KeyCodec<R> {
  private final Class<R> type;
  private final List<Component> components;
  private final MethodHandle constructor;

  private record Component(String name, MethodHandle accessor, KeyCodec<Object> codec) {}

  private RecordKeyCodec(Class<R> type, List<Component> components, MethodHandle constructor) {
    this.type = type;
    this.components = components;
    this.constructor = constructor;
  }

  /**
   * The codec for keys of a record.
   *
   * @param codecs one for each component
   * @throws IllegalArgumentException when the record's module keeps it closed
   */
  static <R extends Record> KeyCodec<R> of(Class<R> type, List<KeyCodec<?>> codecs) {
    RecordComponent[] declared = type.getRecordComponents();
    List<Component> components = new ArrayList<>();
    Class<?>[] parameters = new Class<?>[declared.length];
    for (int i = 0; i < declared.length; i++) {
      parameters[i] = declared[i].getType();
      components.add(
          new Component(
              declared[i].getName(), accessor(type, declared[i]), untyped(codecs.get(i))));
    }
    return new RecordKeyCodec<>(type, List.copyOf(components), constructor(type, parameters));
  }

  @SuppressWarnings("unchecked") // It gets what the accessor of its component returns.
  private static KeyCodec<Object> untyped(KeyCodec<?> codec) {
    return (KeyCodec<Object>) codec;
  }

  @Override
  public void encode(R key, ByteWriter to) {
    for (Component component : components) {
      Object value = call(component.accessor(), key);
      if (value == null) {
        throw new IllegalArgumentException(
            "component '%s' of %s is null".formatted(component.name(), type.getTypeName()));
      }
      try {
        component.codec().encode(value, to);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "component '%s' of %s: %s"
                .formatted(component.name(), type.getTypeName(), e.getMessage()),
            e);
      }
    }
  }

  @Override
  public R decode(ByteReader from) {
    Object[] values = new Object[components.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = components.get(i).codec().decode(from);
    }
    return requireNonNull(type.cast(call(constructor, values)));
  }

  private static MethodHandle accessor(Class<?> type, RecordComponent component) {
    Method method = opened(type, component.getAccessor());
    try {
      return MethodHandles.lookup()
          .unreflect(method)
          .asType(MethodType.methodType(Object.class, Object.class));
    } catch (IllegalAccessException e) {
      throw closed(type, e);
    }
  }

  private static MethodHandle constructor(Class<?> type, Class<?>[] parameters) {
    try {
      Constructor<?> canonical = opened(type, type.getDeclaredConstructor(parameters));
      return MethodHandles.lookup()
          .unreflectConstructor(canonical)
          .asSpreader(Object[].class, parameters.length)
          .asType(MethodType.methodType(Object.class, Object.class));
    } catch (NoSuchMethodException e) {
      throw new AssertionError(type + " has no canonical constructor", e);
    } catch (IllegalAccessException e) {
      throw closed(type, e);
    }
  }

  private static <A extends AccessibleObject> A opened(Class<?> type, A member) {
    try {
      member.setAccessible(true);
      return member;
    } catch (InaccessibleObjectException e) {
      throw closed(type, e);
    }
  }

  private static IllegalArgumentException closed(Class<?> type, Exception cause) {
    Module kernel = RecordKeyCodec.class.getModule();
    return new IllegalArgumentException(
        "%s cannot be the key of a durable map: %s does not open its package; add 'opens %s%s;' there"
            .formatted(
                type.getTypeName(),
                type.getModule(),
                type.getPackageName(),
                kernel.isNamed() ? " to " + kernel.getName() : ""),
        cause);
  }

  private static @Nullable Object call(MethodHandle handle, Object argument) {
    try {
      return (Object) handle.invokeExact(argument);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) { // Of neither kind only if a checked one was thrown sneakily.
      throw new IllegalStateException(e);
    }
  }
}
