package dev.perdure.node.codec;

import dev.perdure.CallId;
import dev.perdure.MachineRef;
import dev.perdure.Placement;
import dev.perdure.ReplyTo;
import dev.perdure.RequestId;
import dev.perdure.node.codec.Shape.Component;
import dev.perdure.node.codec.Shape.Enumeration;
import dev.perdure.node.codec.Shape.FamilyOf;
import dev.perdure.node.codec.Shape.ListOf;
import dev.perdure.node.codec.Shape.MapOf;
import dev.perdure.node.codec.Shape.OptionalOf;
import dev.perdure.node.codec.Shape.RecordOf;
import dev.perdure.node.codec.Shape.Ref;
import dev.perdure.node.codec.Shape.Scalar;
import dev.perdure.node.codec.Shape.SetOf;
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
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Makes values of a shape, to see whether they survive being written and read. Constructors may
 * refuse what is made up here; several values are tried, and then the record goes without a sample.
 */
public final class Samples {
  private static final int VARIANTS = 6;
  private static final Map<Class<?>, List<Object>> SCALARS = scalars();

  /** The shapes being made, from the outside in: meeting one again is a circle. */
  private final Deque<Shape> enclosing = new ArrayDeque<>();

  private final int variant;

  private Samples(int variant) {
    this.variant = variant;
  }

  /** One value for a record, one for each member of a family; fewer where constructors refuse. */
  public static List<Object> of(Shape shape) {
    return switch (shape) {
      case FamilyOf family -> {
        List<Object> values = new ArrayList<>();
        family.members().values().forEach(member -> values.addAll(of(member)));
        yield values;
      }
      case Scalar _, Enumeration _, Ref _, ListOf _, SetOf _, MapOf _, OptionalOf _, RecordOf _ ->
          one(shape).stream().toList();
    };
  }

  private static Optional<Object> one(Shape shape) {
    for (int variant = 0; variant < VARIANTS; variant++) {
      Optional<Object> value = new Samples(variant).make(shape);
      if (value.isPresent()) return value;
    }
    return Optional.empty();
  }

  private Optional<Object> make(Shape shape) {
    return switch (shape) {
      case Scalar(var type) -> Optional.of(pick(SCALARS.getOrDefault(type, List.of())));
      case Enumeration enumeration ->
          enumeration.constants().isEmpty()
              ? Optional.empty()
              : Optional.of(pick(List.copyOf(enumeration.constants().values())));
      case Ref _ -> Optional.of(new MachineRef<>("sample", Placement.byKey(), "1"));
      case ListOf(var element) -> Optional.of(make(element).map(List::of).orElse(List.of()));
      case SetOf(var element) -> Optional.of(make(element).map(Set::of).orElse(Set.of()));
      case MapOf(var key, var value) ->
          Optional.of(make(key).flatMap(k -> make(value).map(v -> Map.of(k, v))).orElse(Map.of()));
      case OptionalOf(var value) -> Optional.of(make(value));
      case RecordOf leaf -> inside(leaf, () -> record(leaf));
      case FamilyOf family -> inside(family, () -> member(family));
    };
  }

  private interface Making {
    Optional<Object> make();
  }

  private Optional<Object> inside(Shape shape, Making making) {
    // Optionals and collections around the circle are then made empty, and families end it by
    // another member.
    if (enclosing.contains(shape)) return Optional.empty();
    enclosing.push(shape);
    try {
      return making.make();
    } finally {
      enclosing.pop();
    }
  }

  private Optional<Object> member(FamilyOf family) {
    for (Shape member : family.members().values()) {
      Optional<Object> value = make(member);
      if (value.isPresent()) return value;
    }
    return Optional.empty();
  }

  private Optional<Object> record(RecordOf leaf) {
    List<Object> values = new ArrayList<>();
    for (Component component : leaf.components()) {
      Optional<Object> value = make(component.shape());
      if (value.isEmpty()) return Optional.empty();
      values.add(value.get());
    }
    return Access.tryNew(leaf.type(), values.toArray());
  }

  private <T> T pick(List<T> values) {
    return values.get(variant % values.size());
  }

  private static Map<Class<?>, List<Object>> scalars() {
    Map<Class<?>, List<Object>> all = new LinkedHashMap<>();
    all.put(
        String.class,
        List.of("sample", "1", "a@b.example", "https://a.example/b", "A", "2007-12-03"));
    both(all, boolean.class, Boolean.class, List.of(true, false));
    both(all, byte.class, Byte.class, List.of((byte) 1, (byte) 0, (byte) 10));
    both(all, short.class, Short.class, List.of((short) 1, (short) 0, (short) 10, (short) 100));
    both(all, int.class, Integer.class, List.of(1, 0, 10, 100, 1000, -1));
    both(all, long.class, Long.class, List.of(1L, 0L, 10L, 100L, 1000L, -1L));
    both(all, float.class, Float.class, List.of(0.5f, 1f, 0f, 10f, 100f, -1f));
    both(all, double.class, Double.class, List.of(0.5, 1.0, 0.0, 10.0, 100.0, -1.0));
    both(all, char.class, Character.class, List.of('a', 'A', '1'));
    all.put(BigInteger.class, List.of(BigInteger.ONE, BigInteger.ZERO, BigInteger.TEN));
    all.put(BigDecimal.class, List.of(new BigDecimal("1.50"), BigDecimal.ONE, BigDecimal.ZERO));
    all.put(UUID.class, List.of(UUID.fromString("6f1c1f0e-3a5b-4c0d-9e1f-2a3b4c5d6e7f")));
    Instant instant = Instant.parse("2007-12-03T10:15:30.5Z");
    all.put(Instant.class, List.of(instant, Instant.EPOCH));
    all.put(Duration.class, List.of(Duration.ofMinutes(15), Duration.ZERO, Duration.ofDays(1)));
    all.put(Period.class, List.of(Period.ofMonths(1), Period.ZERO));
    all.put(LocalDate.class, List.of(LocalDate.parse("2007-12-03")));
    all.put(LocalTime.class, List.of(LocalTime.parse("10:15:30")));
    all.put(LocalDateTime.class, List.of(LocalDateTime.parse("2007-12-03T10:15:30")));
    all.put(OffsetDateTime.class, List.of(instant.atOffset(ZoneOffset.ofHours(1))));
    all.put(ZonedDateTime.class, List.of(instant.atZone(ZoneId.of("Europe/Paris"))));
    all.put(ZoneId.class, List.of(ZoneId.of("Europe/Paris")));
    all.put(URI.class, List.of(URI.create("https://a.example/b")));
    all.put(byte[].class, List.of(new byte[] {1, 2, 3}));
    all.put(ReplyTo.class, List.of(new ReplyTo<>("sample")));
    all.put(CallId.class, List.of(new CallId("sample")));
    all.put(RequestId.class, List.of(RequestId.of("sample")));
    all.put(Placement.class, List.of(Placement.of("sample")));
    return all;
  }

  private static void both(
      Map<Class<?>, List<Object>> all, Class<?> primitive, Class<?> box, List<Object> values) {
    all.put(primitive, values);
    all.put(box, values);
  }
}
