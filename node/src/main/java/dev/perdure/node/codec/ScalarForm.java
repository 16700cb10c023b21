package dev.perdure.node.codec;

import static java.util.Objects.requireNonNull;

import dev.perdure.CallId;
import dev.perdure.Placement;
import dev.perdure.ReplyTo;
import dev.perdure.RequestId;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonToken;

/**
 * The values without structure. Each can also be the name of a property, and so the key of a map:
 * {@link #text} and {@link #parse}.
 */
abstract class ScalarForm extends Form {
  private static final Map<Class<?>, ScalarForm> ALL = all();

  /** Whether values of this class are scalars. */
  static boolean knows(Class<?> type) {
    return ALL.containsKey(type);
  }

  static ScalarForm of(Class<?> type) {
    return requireNonNull(ALL.get(type), () -> type + " is no scalar");
  }

  /** The scalars, for messages. */
  static String names() {
    return ALL.keySet().stream()
        .filter(type -> !type.isPrimitive())
        .map(Class::getSimpleName)
        .collect(Collectors.joining(", "));
  }

  /** The value as the name of a property. */
  abstract String text(Object value);

  /**
   * The value whose {@link #text} this is.
   *
   * @throws IllegalArgumentException or {@link DateTimeException} if it is none
   */
  abstract Object parse(String text);

  private static Map<Class<?>, ScalarForm> all() {
    Map<Class<?>, ScalarForm> all = new LinkedHashMap<>();
    all.put(String.class, new StringForm());
    put(all, boolean.class, Boolean.class, new BooleanForm());
    put(
        all,
        byte.class,
        Byte.class,
        new IntegerForm(Byte.MIN_VALUE, Byte.MAX_VALUE, l -> (byte) l));
    put(
        all,
        short.class,
        Short.class,
        new IntegerForm(Short.MIN_VALUE, Short.MAX_VALUE, l -> (short) l));
    put(
        all,
        int.class,
        Integer.class,
        new IntegerForm(Integer.MIN_VALUE, Integer.MAX_VALUE, l -> (int) l));
    put(all, long.class, Long.class, new IntegerForm(Long.MIN_VALUE, Long.MAX_VALUE, l -> l));
    put(all, float.class, Float.class, new FloatingForm(true));
    put(all, double.class, Double.class, new FloatingForm(false));
    put(
        all,
        char.class,
        Character.class,
        new TextForm<>(Character.class, "one character", String::valueOf, ScalarForm::character));
    all.put(BigInteger.class, new BigForm(BigInteger.class, "an integer", BigInteger::new));
    all.put(BigDecimal.class, new BigForm(BigDecimal.class, "a number", ScalarForm::decimal));
    text(all, UUID.class, "a UUID", UUID::toString, ScalarForm::uuid);
    text(all, Instant.class, "an instant such as 2007-12-03T10:15:30Z", Instant::parse);
    text(all, Duration.class, "a duration such as PT15M", Duration::parse);
    text(all, Period.class, "a period such as P1M", Period::parse);
    text(all, LocalDate.class, "a date such as 2007-12-03", LocalDate::parse);
    text(all, LocalTime.class, "a time such as 10:15:30", LocalTime::parse);
    text(
        all, LocalDateTime.class, "a date and time such as 2007-12-03T10:15", LocalDateTime::parse);
    text(
        all,
        OffsetDateTime.class,
        "a date and time such as 2007-12-03T10:15+01:00",
        OffsetDateTime::parse);
    text(
        all,
        ZonedDateTime.class,
        "a date and time such as 2007-12-03T10:15+01:00[Europe/Paris]",
        ZonedDateTime::parse);
    text(all, ZoneId.class, "a time zone such as Europe/Paris", ZoneId::of);
    text(all, URI.class, "a URI", URI::create);
    all.put(byte[].class, new BytesForm());
    all.put(ReplyTo.class, new ReplyToForm());
    text(all, CallId.class, "a call id", CallId::value, CallId::new);
    text(all, RequestId.class, "a request id", RequestId::value, RequestId::new);
    text(all, Placement.class, "a placement tag", Placement::tag, Placement::new);
    return all;
  }

  private static void put(
      Map<Class<?>, ScalarForm> all, Class<?> primitive, Class<?> box, ScalarForm form) {
    all.put(primitive, form);
    all.put(box, form);
  }

  private static <T> void text(
      Map<Class<?>, ScalarForm> all, Class<T> type, String expected, Function<String, T> parse) {
    text(all, type, expected, Object::toString, parse);
  }

  private static <T> void text(
      Map<Class<?>, ScalarForm> all,
      Class<T> type,
      String expected,
      Function<T, String> print,
      Function<String, T> parse) {
    all.put(type, new TextForm<>(type, expected, print, parse));
  }

  private static Character character(String text) {
    if (text.length() != 1) throw new IllegalArgumentException("not one character");
    return text.charAt(0);
  }

  /** Only the form that is written: the JDK's reader also takes shortened ones. */
  private static UUID uuid(String text) {
    if (text.length() != 36) throw new IllegalArgumentException("not 36 characters");
    return UUID.fromString(text);
  }

  /** A sum of two numbers far apart in scale is as long as the distance, so it is bounded. */
  private static BigDecimal decimal(String text) {
    BigDecimal value = new BigDecimal(text);
    if (Math.abs((long) value.scale()) > Json.MAX_NUMBER_LENGTH) {
      throw new IllegalArgumentException("exponent out of bounds");
    }
    return value;
  }

  /** Strings, as they are. */
  static final class StringForm extends ScalarForm {
    private static final String EXPECTED = "a string";

    @Override
    String expected() {
      return EXPECTED;
    }

    @Override
    void write(Object value, JsonGenerator json) {
      String text = (String) value;
      requireWellFormed(text, json);
      json.writeString(text);
    }

    @Override
    Object read(JsonInput in) {
      return in.text(EXPECTED);
    }

    @Override
    String text(Object value) {
      return (String) value;
    }

    @Override
    Object parse(String text) {
      return text;
    }
  }

  static void requireWellFormed(String text, JsonGenerator json) {
    if (!Text.wellFormed(text)) {
      throw new EncodeFault(
          json,
          "the string "
              + JsonInput.shown(text)
              + " has an unpaired surrogate, which UTF-8 cannot hold");
    }
  }

  /** Values that are written as strings. */
  static final class TextForm<T> extends ScalarForm {
    private final Class<T> type;
    private final String expected;
    private final Function<T, String> print;
    private final Function<String, T> parse;

    TextForm(Class<T> type, String expected, Function<T, String> print, Function<String, T> parse) {
      this.type = type;
      this.expected = expected;
      this.print = print;
      this.parse = parse;
    }

    @Override
    String expected() {
      return expected;
    }

    @Override
    void write(Object value, JsonGenerator json) {
      String text = text(value);
      requireWellFormed(text, json);
      json.writeString(text);
    }

    @Override
    Object read(JsonInput in) {
      String text = in.text(expected);
      try {
        return parse(text);
      } catch (IllegalArgumentException | DateTimeException e) {
        throw in.unexpected(expected);
      }
    }

    @Override
    String text(Object value) {
      return print.apply(type.cast(value));
    }

    @Override
    Object parse(String text) {
      return parse.apply(text);
    }
  }

  /** Where an answer goes: kept by machines, but never taken from a caller outside. */
  static final class ReplyToForm extends ScalarForm {
    private static final String EXPECTED = "a reply address";

    @Override
    String expected() {
      return EXPECTED;
    }

    @Override
    void write(Object value, JsonGenerator json) {
      json.writeString(text(value));
    }

    @Override
    Object read(JsonInput in) {
      if (in.fromOutside()) {
        throw in.fault("nothing here: the reply address is filled in by the node", in.found());
      }
      String text = in.text(EXPECTED);
      try {
        return parse(text);
      } catch (IllegalArgumentException e) {
        throw in.unexpected(EXPECTED);
      }
    }

    @Override
    String text(Object value) {
      return ((ReplyTo<?>) value).address();
    }

    @Override
    Object parse(String text) {
      return new ReplyTo<>(text);
    }
  }

  /** Booleans. */
  static final class BooleanForm extends ScalarForm {
    @Override
    String expected() {
      return "true or false";
    }

    @Override
    void write(Object value, JsonGenerator json) {
      json.writeBoolean((Boolean) value);
    }

    @Override
    Object read(JsonInput in) {
      if (in.at(JsonToken.VALUE_TRUE)) return true;
      if (in.at(JsonToken.VALUE_FALSE)) return false;
      throw in.unexpected(expected());
    }

    @Override
    String text(Object value) {
      return value.toString();
    }

    @Override
    Object parse(String text) {
      return switch (text) {
        case "true" -> true;
        case "false" -> false;
        default -> throw new IllegalArgumentException("not a boolean");
      };
    }
  }

  /** Makes the box of the right size. */
  interface Narrowing {
    Object box(long value);
  }

  /** Integers of up to 64 bits. A fraction or an exponent is refused, even when it is zero. */
  static final class IntegerForm extends ScalarForm {
    private final long min;
    private final long max;
    private final Narrowing narrowing;

    IntegerForm(long min, long max, Narrowing narrowing) {
      this.min = min;
      this.max = max;
      this.narrowing = narrowing;
    }

    @Override
    String expected() {
      return "an integer from %d to %d".formatted(min, max);
    }

    @Override
    void write(Object value, JsonGenerator json) {
      json.writeNumber(((Number) value).longValue());
    }

    @Override
    Object read(JsonInput in) {
      if (!in.at(JsonToken.VALUE_NUMBER_INT)) throw in.unexpected(expected());
      long value =
          switch (in.parser.getNumberType()) {
            case INT, LONG -> in.parser.getLongValue();
            case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> throw in.unexpected(expected());
          };
      if (value < min || value > max) throw in.unexpected(expected());
      return narrowing.box(value);
    }

    @Override
    String text(Object value) {
      return value.toString();
    }

    @Override
    Object parse(String text) {
      long value = Long.parseLong(text);
      if (value < min || value > max) throw new IllegalArgumentException("out of range");
      return narrowing.box(value);
    }
  }

  /**
   * Floating point. What JSON numbers cannot say is written as one of the strings {@code "NaN"},
   * {@code "Infinity"} and {@code "-Infinity"}; a number too large for the type is refused.
   */
  static final class FloatingForm extends ScalarForm {
    private final boolean single;

    FloatingForm(boolean single) {
      this.single = single;
    }

    @Override
    String expected() {
      return single ? "a number of 32-bit floating point" : "a number of 64-bit floating point";
    }

    @Override
    void write(Object value, JsonGenerator json) {
      double number = ((Number) value).doubleValue();
      if (!Double.isFinite(number)) {
        json.writeString(text(value));
      } else if (single) {
        json.writeNumber((Float) value);
      } else {
        json.writeNumber(number);
      }
    }

    @Override
    Object read(JsonInput in) {
      String text = in.at(JsonToken.VALUE_STRING) ? in.parser.getString() : "";
      boolean named = text.equals("NaN") || text.equals("Infinity") || text.equals("-Infinity");
      if (named) return number(text);
      if (!in.at(JsonToken.VALUE_NUMBER_INT) && !in.at(JsonToken.VALUE_NUMBER_FLOAT)) {
        throw in.unexpected(expected());
      }
      Number number = number(in.parser.getString());
      if (!Double.isFinite(number.doubleValue())) throw in.unexpected(expected());
      return number;
    }

    private Number number(String text) {
      if (single) return Float.valueOf(text);
      return Double.valueOf(text);
    }

    @Override
    String text(Object value) {
      return value.toString();
    }

    @Override
    Object parse(String text) {
      return number(text);
    }
  }

  /** Numbers of any size, exact to the last digit and with their scale. */
  static final class BigForm extends ScalarForm {
    private final Class<? extends Number> type;
    private final String expected;
    private final Function<String, ? extends Number> parse;

    BigForm(Class<? extends Number> type, String kind, Function<String, ? extends Number> parse) {
      this.type = type;
      this.expected = "%s of at most %d characters".formatted(kind, Json.MAX_NUMBER_LENGTH);
      this.parse = parse;
    }

    @Override
    String expected() {
      return expected;
    }

    @Override
    void write(Object value, JsonGenerator json) {
      String text = text(value);
      boolean scaled =
          value instanceof BigDecimal decimal
              && Math.abs((long) decimal.scale()) > Json.MAX_NUMBER_LENGTH;
      if (scaled || text.length() > Json.MAX_NUMBER_LENGTH) {
        throw new EncodeFault(
            json,
            "a %s of %d characters is over the bound of %d for digits and scale"
                .formatted(type.getSimpleName(), text.length(), Json.MAX_NUMBER_LENGTH));
      }
      json.writeNumber(text);
    }

    @Override
    Object read(JsonInput in) {
      boolean number =
          in.at(JsonToken.VALUE_NUMBER_INT)
              || (in.at(JsonToken.VALUE_NUMBER_FLOAT) && type == BigDecimal.class);
      if (!number) throw in.unexpected(expected);
      try {
        return parse(in.parser.getString());
      } catch (IllegalArgumentException e) {
        throw in.unexpected(expected);
      }
    }

    @Override
    String text(Object value) {
      return value.toString();
    }

    @Override
    Object parse(String text) {
      return parse.apply(text);
    }
  }

  /**
   * Bytes as base64. The one array that is taken; a record with one is not equal to its copy unless
   * it compares contents in an {@code equals} of its own.
   */
  static final class BytesForm extends ScalarForm {
    private static final String EXPECTED = "bytes in base64";

    @Override
    String expected() {
      return EXPECTED;
    }

    @Override
    void write(Object value, JsonGenerator json) {
      json.writeString(text(value));
    }

    @Override
    Object read(JsonInput in) {
      String text = in.text(EXPECTED);
      try {
        return parse(text);
      } catch (IllegalArgumentException e) {
        throw in.unexpected(EXPECTED);
      }
    }

    @Override
    String text(Object value) {
      return Base64.getEncoder().encodeToString((byte[]) value);
    }

    @Override
    Object parse(String text) {
      return Base64.getDecoder().decode(text);
    }
  }

  /** An enum, by the durable name of its constant. */
  static final class EnumForm extends ScalarForm {
    private final Map<String, Enum<?>> constants;
    private final Map<Object, String> names = new HashMap<>();
    private final String expected;

    EnumForm(Shape.Enumeration shape) {
      constants = shape.constants();
      constants.forEach((name, constant) -> names.put(constant, name));
      expected = "one of " + String.join(", ", constants.keySet());
    }

    @Override
    String expected() {
      return expected;
    }

    @Override
    void write(Object value, JsonGenerator json) {
      json.writeString(text(value));
    }

    @Override
    Object read(JsonInput in) {
      Enum<?> constant = constants.get(in.text(expected));
      if (constant == null) throw in.unexpected(expected);
      return constant;
    }

    @Override
    String text(Object value) {
      String name = names.get(value);
      if (name == null) throw new ClassCastException(value + " is not " + expected);
      return name;
    }

    @Override
    Object parse(String text) {
      Enum<?> constant = constants.get(text);
      if (constant == null) throw new IllegalArgumentException("no such constant");
      return constant;
    }
  }
}
