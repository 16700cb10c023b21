package dev.perdure.node.codec;

import static java.util.Objects.requireNonNull;

import dev.perdure.CallId;
import dev.perdure.Placement;
import dev.perdure.ReplyTo;
import dev.perdure.RequestId;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The classes whose values have no structure, each with its form. */
final class Scalars {
  private static final Map<Class<?>, ScalarForm> ALL = all();

  private Scalars() {}

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
        new TextForm<>(Character.class, "one character", String::valueOf, Scalars::character));
    all.put(BigInteger.class, new BigForm(BigInteger.class, "an integer", BigInteger::new));
    all.put(BigDecimal.class, new BigForm(BigDecimal.class, "a number", Scalars::decimal));
    text(all, UUID.class, "a UUID", UUID::toString, Scalars::uuid);
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
}
