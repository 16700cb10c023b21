package dev.perdure.kernel;

import dev.perdure.MachineRef;
import dev.perdure.Placement;
import java.lang.invoke.MethodType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Makes the {@link KeyCodec} of a class. The bytes are durable: an order changed here would lose
 * entries.
 *
 * <ul>
 *   <li>{@code String}: UTF-8 as of {@link ByteWriter#keyText}, which orders by code point. A text
 *       with an unpaired surrogate has no UTF-8 and is refused.
 *   <li>{@code int, long, short, byte} and their boxes: big-endian with the sign bit turned, which
 *       orders by value. {@code boolean}: false before true.
 *   <li>an enum: its constant's durable name as text, so that constants may be moved, added and
 *       renamed; it orders by that name.
 *   <li>{@code UUID}: its 16 bytes; orders as its text does ({@link UUID#compareTo} differs where
 *       the highest bits do, because it compares signed numbers).
 *   <li>{@code Instant}: seconds, then nanoseconds.
 *   <li>{@code MachineRef}: type, placement tag, key, as texts.
 *   <li>a record of these, nested too: its components in the order of declaration. A component that
 *       is a generic record must have concrete arguments.
 * </ul>
 */
final class OrderedKeys {
  private static final String ALLOWED =
      "use a String, int, long, short, byte, boolean, an enum, a UUID, an Instant, a MachineRef, or"
          + " a record of these";

  /** Records in records, deeper than anyone means to; reached only by a record within itself. */
  private static final int MAX_DEPTH = 16;

  private static final Map<Class<?>, KeyCodec<?>> SCALARS = scalars();

  private final Class<?> root;
  private final Function<Enum<?>, String> constantNames;

  private OrderedKeys(Class<?> root, Function<Enum<?>, String> constantNames) {
    this.root = root;
    this.constantNames = constantNames;
  }

  private static Map<Class<?>, KeyCodec<?>> scalars() {
    Map<Class<?>, KeyCodec<?>> scalars = new LinkedHashMap<>();
    scalars.put(String.class, new Scalar<>(OrderedKeys::writeText, ByteReader::keyText));
    scalars.put(
        Integer.class,
        new Scalar<Integer>(
            (key, to) -> to.u32(key ^ Integer.MIN_VALUE), from -> from.u32() ^ Integer.MIN_VALUE));
    scalars.put(
        Long.class,
        new Scalar<Long>(
            (key, to) -> to.u64(key ^ Long.MIN_VALUE), from -> from.u64() ^ Long.MIN_VALUE));
    scalars.put(
        Short.class,
        new Scalar<Short>(
            (key, to) -> to.u8(((key >> 8) & 0xFF) ^ 0x80).u8(key & 0xFF),
            from -> (short) (((from.u8() ^ 0x80) << 8) | from.u8())));
    scalars.put(
        Byte.class,
        new Scalar<Byte>(
            (key, to) -> to.u8((key & 0xFF) ^ 0x80), from -> (byte) (from.u8() ^ 0x80)));
    scalars.put(
        Boolean.class,
        new Scalar<Boolean>((key, to) -> to.u8(key ? 1 : 0), OrderedKeys::readBoolean));
    scalars.put(
        UUID.class,
        new Scalar<UUID>(
            (key, to) -> to.u64(key.getMostSignificantBits()).u64(key.getLeastSignificantBits()),
            from -> new UUID(from.u64(), from.u64())));
    scalars.put(
        Instant.class,
        new Scalar<Instant>(
            (key, to) -> to.u64(key.getEpochSecond() ^ Long.MIN_VALUE).u32(key.getNano()),
            OrderedKeys::readInstant));
    scalars.put(MachineRef.class, new Scalar<>(OrderedKeys::writeRef, OrderedKeys::readRef));
    return Collections.unmodifiableMap(scalars);
  }

  /**
   * The codec for keys of a class.
   *
   * @param constantNames gives the durable name of each constant of an enum
   * @throws IllegalArgumentException naming the class, the component at fault and what is allowed
   */
  @SuppressWarnings("unchecked") // The codec made for a class is one for its instances.
  static <K> KeyCodec<K> of(Class<K> type, Function<Enum<?>, String> constantNames) {
    return (KeyCodec<K>)
        new OrderedKeys(type, constantNames).codec(new Known(type, List.of()), List.of());
  }

  private KeyCodec<?> codec(Resolved resolved, List<String> path) {
    return switch (resolved) {
      case Unknown(String text) ->
          throw refused(path, text + ", whose class is not known here; " + ALLOWED);
      case Known(Class<?> type, List<Resolved> arguments) -> {
        KeyCodec<?> scalar = SCALARS.get(MethodType.methodType(type).wrap().returnType());
        if (scalar != null) {
          yield scalar;
        } else if (type.isEnum()) {
          yield enumCodec(type);
        } else if (type.isRecord()) {
          yield recordCodec(type.asSubclass(Record.class), arguments, path);
        }
        throw refused(path, type.getTypeName() + ", which has no order as a key; " + ALLOWED);
      }
    };
  }

  private <R extends Record> KeyCodec<R> recordCodec(
      Class<R> type, List<Resolved> arguments, List<String> path) {
    if (path.size() == MAX_DEPTH) {
      throw refused(path, type.getTypeName() + ", a record within itself, which never ends");
    }
    Map<String, Resolved> variables = new TreeMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      variables.put(type.getTypeParameters()[i].getName(), arguments.get(i));
    }
    List<KeyCodec<?>> codecs = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      List<String> inner = new ArrayList<>(path);
      inner.add(component.getName());
      codecs.add(codec(resolve(component.getGenericType(), variables), inner));
    }
    return RecordKeyCodec.of(type, codecs);
  }

  private IllegalArgumentException refused(List<String> path, String fault) {
    String where = path.isEmpty() ? "it is " : "its component '" + String.join(".", path) + "' is ";
    return new IllegalArgumentException(
        root.getTypeName() + " cannot be the key of a durable map: " + where + fault);
  }

  /** A type with the variables of the records around it filled in. */
  private sealed interface Resolved {}

  private record Known(Class<?> type, List<Resolved> arguments) implements Resolved {}

  /** A wildcard, an array of a variable, or a variable that nothing around it says. */
  private record Unknown(String text) implements Resolved {}

  private static Resolved resolve(Type type, Map<String, Resolved> variables) {
    return switch (type) {
      case Class<?> plain -> new Known(plain, List.of());
      case ParameterizedType generic -> {
        List<Resolved> arguments = new ArrayList<>();
        for (Type argument : generic.getActualTypeArguments()) {
          arguments.add(resolve(argument, variables));
        }
        yield new Known((Class<?>) generic.getRawType(), arguments);
      }
      case TypeVariable<?> variable ->
          variables.getOrDefault(
              variable.getName(), new Unknown("the type variable " + variable.getName()));
      default -> new Unknown(type.getTypeName());
    };
  }

  private record Scalar<K>(BiConsumer<K, ByteWriter> writing, Function<ByteReader, K> reading)
      implements KeyCodec<K> {
    @Override
    public void encode(K key, ByteWriter to) {
      writing.accept(key, to);
    }

    @Override
    public K decode(ByteReader from) {
      return reading.apply(from);
    }
  }

  private KeyCodec<?> enumCodec(Class<?> type) {
    Map<String, Enum<?>> constants = new TreeMap<>();
    for (Object each : type.getEnumConstants()) {
      Enum<?> constant = (Enum<?>) each;
      constants.put(constantNames.apply(constant), constant);
    }
    return new Scalar<Enum<?>>(
        (key, to) -> to.keyText(constantNames.apply(key)),
        from -> {
          String name = from.keyText();
          Enum<?> constant = constants.get(name);
          if (constant == null) {
            throw new IllegalStateException(
                ("enum %s has no constant %s; one that is in keys of a durable map must stay, or"
                        + " another have its name by Definition.named")
                    .formatted(type.getTypeName(), name));
          }
          return constant;
        });
  }

  private static void writeText(String key, ByteWriter to) {
    int i = 0;
    while (i < key.length()) {
      int point = key.codePointAt(i);
      if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
        // In UTF-8 it would become a question mark, and two keys one.
        throw new IllegalArgumentException(
            "text has the unpaired surrogate U+%04X at index %d".formatted(point, i));
      }
      i += Character.charCount(point);
    }
    to.keyText(key);
  }

  private static boolean readBoolean(ByteReader from) {
    int value = from.u8();
    if (value > 1) {
      throw new IllegalStateException("damaged key: " + value + " as a boolean");
    }
    return value == 1;
  }

  private static Instant readInstant(ByteReader from) {
    long seconds = from.u64() ^ Long.MIN_VALUE;
    int nanos = from.u32();
    if (nanos < 0 || nanos > 999_999_999) {
      throw new IllegalStateException("damaged key: " + nanos + " as nanoseconds of a second");
    }
    return Instant.ofEpochSecond(seconds, nanos);
  }

  private static void writeRef(MachineRef<?> key, ByteWriter to) {
    to.keyText(key.type()).keyText(key.placement().tag()).keyText(key.key());
  }

  private static MachineRef<?> readRef(ByteReader from) {
    return new MachineRef<>(from.keyText(), new Placement(from.keyText()), from.keyText());
  }
}
