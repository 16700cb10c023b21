package dev.perdure.kernel;

import dev.perdure.kernel.spi.Codec;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Records, sealed families, scalars and collections by reflection, every value behind a letter for
 * its kind; members of families by simple name. Refuses the rest.
 */
final class TestCodec implements Codec {
  @Override
  public <T> ValueCodec<T> of(Class<T> type) {
    check(type, new LinkedHashSet<>());
    return new ValueCodec<>() {
      @Override
      public byte[] encode(T value) {
        ByteWriter out = new ByteWriter(64);
        write(out, type, Map.of(), value);
        return out.toBytes();
      }

      @Override
      @SuppressWarnings("unchecked") // Reading by a type gives a value of it; int reads as Integer.
      public T decode(byte[] bytes) {
        try {
          ByteReader in = new ByteReader(bytes);
          Object value = read(in, type, Map.of());
          if (!in.atEnd()) {
            throw new CodecException("bytes left behind a " + type.getSimpleName());
          }
          return (T) value;
        } catch (CodecException e) {
          throw e;
        } catch (RuntimeException e) {
          throw new CodecException("no " + type.getSimpleName() + ": " + e.getMessage(), e);
        }
      }
    };
  }

  private void check(Type type, Set<Class<?>> seen) {
    Class<?> raw = raw(type, Map.of());
    if (raw == Object.class && !(type instanceof TypeVariable<?>)) {
      throw new IllegalArgumentException("java.lang.Object cannot be read back");
    }
    if (raw.isRecord() && seen.add(raw)) {
      for (RecordComponent component : raw.getRecordComponents()) {
        check(component.getGenericType(), seen);
      }
    } else if (raw.isSealed()) {
      members(raw).forEach(member -> check(member, seen));
    }
  }

  private static List<Class<?>> members(Class<?> family) {
    List<Class<?>> all = new ArrayList<>();
    for (Class<?> permitted : family.getPermittedSubclasses()) {
      if (permitted.isSealed()) {
        all.addAll(members(permitted));
      } else {
        all.add(permitted);
      }
    }
    return all;
  }

  private static Class<?> raw(Type type, Map<TypeVariable<?>, Type> variables) {
    return switch (type) {
      case Class<?> plain -> plain;
      case ParameterizedType generic -> raw(generic.getRawType(), variables);
      case TypeVariable<?> variable ->
          variables.containsKey(variable) ? raw(variables.get(variable), variables) : Object.class;
      default -> Object.class;
    };
  }

  private static Type resolved(Type type, Map<TypeVariable<?>, Type> variables) {
    return type instanceof TypeVariable<?> variable
        ? variables.getOrDefault(variable, Object.class)
        : type;
  }

  private static Type argument(Type type, int index, Map<TypeVariable<?>, Type> variables) {
    return type instanceof ParameterizedType generic
        ? resolved(generic.getActualTypeArguments()[index], variables)
        : Object.class;
  }

  private static Map<TypeVariable<?>, Type> inside(
      Class<?> generic, Type type, Map<TypeVariable<?>, Type> outside) {
    Map<TypeVariable<?>, Type> variables = new LinkedHashMap<>();
    TypeVariable<?>[] parameters = generic.getTypeParameters();
    for (int i = 0; i < parameters.length; i++) {
      variables.put(parameters[i], argument(type, i, outside));
    }
    return variables;
  }

  private void write(
      ByteWriter out, Type type, Map<TypeVariable<?>, Type> variables, Object value) {
    if (value == null) {
      throw new CodecException("null where a " + type.getTypeName() + " is wanted");
    }
    Class<?> raw = raw(type, variables);
    if (raw.isSealed() && !raw.isRecord()) {
      out.u8('F').text(value.getClass().getSimpleName());
      writeRecord(out, value.getClass(), inside(value.getClass(), type, variables), value);
      return;
    }
    switch (value) {
      case String text -> out.u8('S').text(text);
      case Integer number -> out.u8('I').u64(number);
      case Long number -> out.u8('L').u64(number);
      case Boolean flag -> out.u8('B').u8(flag ? 1 : 0);
      case Double number -> out.u8('D').u64(Double.doubleToLongBits(number));
      case BigDecimal number -> out.u8('N').text(number.toString());
      case UUID id -> out.u8('U').text(id.toString());
      case Instant instant -> out.u8('T').text(instant.toString());
      case Duration duration -> out.u8('P').text(duration.toString());
      case Enum<?> constant -> out.u8('E').text(constant.name());
      case Optional<?> optional -> {
        out.u8('O').u8(optional.isPresent() ? 1 : 0);
        optional.ifPresent(one -> write(out, argument(type, 0, variables), variables, one));
      }
      case List<?> list -> {
        out.u8('[').varint(list.size());
        list.forEach(one -> write(out, argument(type, 0, variables), variables, one));
      }
      case Set<?> set -> {
        out.u8('{').varint(set.size());
        set.forEach(one -> write(out, argument(type, 0, variables), variables, one));
      }
      case Map<?, ?> map -> {
        out.u8('M').varint(map.size());
        map.forEach(
            (key, one) -> {
              write(out, argument(type, 0, variables), variables, key);
              write(out, argument(type, 1, variables), variables, one);
            });
      }
      case Record one ->
          writeRecord(out, one.getClass(), inside(one.getClass(), type, variables), one);
      default -> throw new CodecException("cannot write a " + value.getClass().getTypeName());
    }
  }

  private void writeRecord(
      ByteWriter out, Class<?> type, Map<TypeVariable<?>, Type> variables, Object value) {
    RecordComponent[] components = type.getRecordComponents();
    out.u8('R').varint(components.length);
    for (RecordComponent component : components) {
      try {
        component.getAccessor().setAccessible(true);
        Object part = component.getAccessor().invoke(value);
        write(out, resolved(component.getGenericType(), variables), variables, part);
      } catch (ReflectiveOperationException e) {
        throw new CodecException("cannot read " + component, e);
      }
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // The class is an enum.
  private Object read(ByteReader in, Type type, Map<TypeVariable<?>, Type> variables) {
    Class<?> raw = raw(type, variables);
    int kind = in.u8();
    return switch (kind) {
      case 'F' -> {
        String name = in.text();
        Class<?> member =
            members(raw).stream()
                .filter(one -> one.getSimpleName().equals(name))
                .findFirst()
                .orElseThrow(() -> new CodecException("no member " + name));
        expect(in.u8(), 'R');
        yield readRecord(in, member, inside(member, type, variables));
      }
      case 'R' -> readRecord(in, raw, inside(raw, type, variables));
      case 'S' -> typed(in.text(), raw);
      case 'I' -> typed((int) in.u64(), raw);
      case 'L' -> typed(in.u64(), raw);
      case 'B' -> typed(in.u8() == 1, raw);
      case 'D' -> typed(Double.longBitsToDouble(in.u64()), raw);
      case 'N' -> typed(new BigDecimal(in.text()), raw);
      case 'U' -> typed(UUID.fromString(in.text()), raw);
      case 'T' -> typed(Instant.parse(in.text()), raw);
      case 'P' -> typed(Duration.parse(in.text()), raw);
      case 'E' -> Enum.valueOf((Class) raw, in.text());
      case 'O' ->
          in.u8() == 0
              ? Optional.empty()
              : Optional.of(read(in, argument(type, 0, variables), variables));
      case '[' -> List.copyOf(readAll(in, type, variables));
      case '{' -> new LinkedHashSet<>(readAll(in, type, variables));
      case 'M' -> {
        Map<Object, Object> map = new LinkedHashMap<>();
        for (long left = in.varint(); left > 0; left--) {
          Object key = read(in, argument(type, 0, variables), variables);
          map.put(key, read(in, argument(type, 1, variables), variables));
        }
        yield map;
      }
      default -> throw new CodecException("damaged: a value of kind " + kind);
    };
  }

  private List<Object> readAll(ByteReader in, Type type, Map<TypeVariable<?>, Type> variables) {
    List<Object> all = new ArrayList<>();
    for (long left = in.varint(); left > 0; left--) {
      all.add(read(in, argument(type, 0, variables), variables));
    }
    return all;
  }

  private static Object typed(Object value, Class<?> raw) {
    if (!raw.isPrimitive() && !raw.isInstance(value)) {
      throw new CodecException(
          "a %s where a %s is wanted"
              .formatted(value.getClass().getSimpleName(), raw.getSimpleName()));
    }
    return value;
  }

  private Object readRecord(ByteReader in, Class<?> type, Map<TypeVariable<?>, Type> variables) {
    if (!type.isRecord()) {
      throw new CodecException("a record where a " + type.getSimpleName() + " is wanted");
    }
    RecordComponent[] components = type.getRecordComponents();
    expect((int) in.varint(), components.length);
    Object[] values = new Object[components.length];
    Class<?>[] parameters = new Class<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      parameters[i] = components[i].getType();
      values[i] = read(in, resolved(components[i].getGenericType(), variables), variables);
    }
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(parameters);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Error error) {
        throw error; // A codec need not wrap what the code of users throws.
      }
      throw new CodecException(type.getSimpleName() + " refuses its components", e);
    } catch (ReflectiveOperationException e) {
      throw new CodecException("cannot make a " + type.getSimpleName(), e);
    }
  }

  private static void expect(int found, int wanted) {
    if (found != wanted) {
      throw new CodecException("damaged: %d where %d is wanted".formatted(found, wanted));
    }
  }
}
