package dev.perdure.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.perdure.MachineRef;
import dev.perdure.Placement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Order, round trip and self-delimitation of {@link OrderedKeys}, and what it refuses. */
class OrderedKeysTest {
  private static final Comparator<String> BY_CODE_POINT =
      (a, b) -> Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());

  enum Colour {
    RED,
    GREEN,
    BLUE {
      @Override
      boolean warm() {
        return false;
      }
    };

    boolean warm() {
      return true;
    }
  }

  record Sku(String value) {}

  private record Slot(Instant at, boolean booked, byte lane) {}

  record Booking(Sku sku, Slot slot, long number, short row) {}

  record Pair<A, B>(A first, B second) {}

  record Named(Pair<Pair<Integer, String>, Colour> pair, MachineRef<?> owner) {}

  @Property
  void stringsOrderByCodePoint(@ForAll("texts") String a, @ForAll("texts") String b) {
    assertOrdered(OrderedKeys.of(String.class), a, b, BY_CODE_POINT);
  }

  @Property
  void numbersOrderByValue(@ForAll long a, @ForAll long b) {
    assertOrdered(OrderedKeys.of(Long.class), a, b, Comparator.naturalOrder());
    assertOrdered(OrderedKeys.of(Integer.class), (int) a, (int) b, Comparator.naturalOrder());
    assertOrdered(OrderedKeys.of(Short.class), (short) a, (short) b, Comparator.naturalOrder());
    assertOrdered(OrderedKeys.of(Byte.class), (byte) a, (byte) b, Comparator.naturalOrder());
  }

  @Property
  void booleansOrderFalseFirst(@ForAll boolean a, @ForAll boolean b) {
    assertOrdered(OrderedKeys.of(Boolean.class), a, b, Comparator.naturalOrder());
  }

  @Property
  void enumsOrderByTheNameOfTheConstant(@ForAll Colour a, @ForAll Colour b) {
    assertOrdered(OrderedKeys.of(Colour.class), a, b, Comparator.comparing(Colour::name));
  }

  @Property
  void uuidsOrderAsTheirText(@ForAll long a, @ForAll long b, @ForAll long c) {
    Comparator<UUID> byText = Comparator.comparing(UUID::toString);
    assertOrdered(OrderedKeys.of(UUID.class), new UUID(a, b), new UUID(a, c), byText);
    assertOrdered(OrderedKeys.of(UUID.class), new UUID(a, b), new UUID(b, c), byText);
  }

  @Property
  void instantsOrderByTime(@ForAll("instants") Instant a, @ForAll("instants") Instant b) {
    assertOrdered(OrderedKeys.of(Instant.class), a, b, Comparator.naturalOrder());
  }

  @Property
  void refsOrderByTypePlacementAndKey(
      @ForAll("refs") MachineRef<?> a, @ForAll("refs") MachineRef<?> b) {
    assertOrdered(OrderedKeys.of(MachineRef.class), a, b, byRef());
  }

  @Property
  void recordsOrderByComponent(@ForAll("bookings") Booking a, @ForAll("bookings") Booking b) {
    Comparator<Booking> byComponent =
        Comparator.comparing((Booking key) -> key.sku().value(), BY_CODE_POINT)
            .thenComparing(key -> key.slot().at())
            .thenComparing(key -> key.slot().booked())
            .thenComparing(key -> key.slot().lane())
            .thenComparing(Booking::number)
            .thenComparing(Booking::row);
    assertOrdered(OrderedKeys.of(Booking.class), a, b, byComponent);
  }

  @Property
  void argumentsOfGenericComponentsAreFollowed(
      @ForAll("named") Named a, @ForAll("named") Named b) {
    Comparator<Named> byComponent =
        Comparator.comparing((Named key) -> key.pair().first().first())
            .thenComparing(key -> key.pair().first().second(), BY_CODE_POINT)
            .thenComparing(key -> key.pair().second().name())
            .thenComparing(Named::owner, byRef());
    assertOrdered(OrderedKeys.of(Named.class), a, b, byComponent);
  }

  @Test
  void extremesOrder() {
    assertAscending(Long.class, Long.MIN_VALUE, -1L, 0L, 1L, Long.MAX_VALUE);
    assertAscending(Integer.class, Integer.MIN_VALUE, -1, 0, 1, Integer.MAX_VALUE);
    assertAscending(Instant.class, Instant.MIN, Instant.EPOCH.minusNanos(1), Instant.EPOCH);
    assertAscending(Instant.class, Instant.EPOCH.plusNanos(1), Instant.MAX);
    assertAscending(String.class, "", "\0", "\0\0", "\0\1", "\1", "a", "a\0", "ab", "b");
    assertAscending(String.class, "\uE000", "\uFFFF", "\uD800\uDC00", "\uDBFF\uDFFF");
  }

  @Test
  void aConstantMayMove() {
    // Their names are stored, so the bytes say nothing of the order of declaration.
    byte[] stored = new ByteWriter().keyText("GREEN").toBytes();
    assertThat(bytes(OrderedKeys.of(Colour.class), Colour.GREEN)).isEqualTo(stored);
  }

  @Test
  void aConstantThatIsGoneIsNamed() {
    ByteReader stored = new ByteReader(new ByteWriter().keyText("PUCE").toBytes());
    assertThatIllegalStateException()
        .isThrownBy(() -> OrderedKeys.of(Colour.class).decode(stored))
        .withMessageContaining("Colour")
        .withMessageContaining("PUCE");
  }

  @Test
  void damagedBytesAreNoKey() {
    assertDamaged(Boolean.class, new ByteWriter().u8(2));
    assertDamaged(Instant.class, new ByteWriter().u64(0).u32(1_000_000_000));
    assertDamaged(Long.class, new ByteWriter().u32(7));
    assertDamaged(String.class, new ByteWriter().u8('a'));
  }

  @Test
  void whatHasNoUtf8IsRefused() {
    KeyCodec<Sku> codec = OrderedKeys.of(Sku.class);
    for (String text : List.of("\uD800", "a\uDC00b", "\uDC00\uD800", "\uD83D\uDE00\uD83D")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> codec.encode(new Sku(text), new ByteWriter()))
          .withMessageContaining("'value'")
          .withMessageContaining("unpaired surrogate");
    }
  }

  @Test
  @SuppressWarnings("NullAway") // What a caller without the checker may do.
  void aNullComponentIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OrderedKeys.of(Sku.class).encode(new Sku(null), new ByteWriter()))
        .withMessageContaining("'value'")
        .withMessageContaining("Sku");
  }

  record Price(Sku sku, Amount amount) {}

  record Amount(String currency, double value) {}

  record Open(Object value) {}

  record Raw(List<String> values) {}

  record Itself(int number, Itself next) {}

  record Growing<T>(Growing<Growing<T>> next) {}

  record Wild(Pair<?, String> pair) {}

  record Arrays1(int[] numbers) {}

  @Test
  void otherClassesAreRefusedByNameAndComponent() {
    assertRefused(Object.class, "java.lang.Object", "has no order");
    assertRefused(Double.class, "java.lang.Double", "use a String");
    assertRefused(Character.class, "java.lang.Character");
    assertRefused(List.class, "java.util.List");
    assertRefused(Enum.class, "java.lang.Enum");
    assertRefused(Price.class, "Price", "'amount.value' is double", "use a String");
    assertRefused(Open.class, "'value' is java.lang.Object");
    assertRefused(Raw.class, "'values' is java.util.List");
    assertRefused(Arrays1.class, "'numbers' is int[]");
    assertRefused(Pair.class, "'first' is the type variable A");
    assertRefused(Wild.class, "'pair.first' is ?");
    assertRefused(Itself.class, "a record within itself");
    assertRefused(Growing.class, "a record within itself");
  }

  @Test
  void aClosedPackageIsNamedWithTheCure() throws ClassNotFoundException {
    // A record of two ints that its module, java.base, keeps to itself.
    Class<?> closed = Class.forName("jdk.internal.util.OSVersion");
    assertRefused(closed, "module java.base does not open", "opens jdk.internal.util");
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> near = Arbitraries.strings().withChars("ab\0\1\u00FF\uFFFF").ofMaxLength(4);
    Arbitrary<String> far =
        Arbitraries.integers()
            .between(0, Character.MAX_CODE_POINT)
            .filter(point -> point < 0xD800 || point > 0xDFFF)
            .list()
            .ofMaxSize(3)
            .map(OrderedKeysTest::text);
    return Arbitraries.oneOf(near, far);
  }

  @Provide
  Arbitrary<Instant> instants() {
    Arbitrary<Long> seconds =
        Arbitraries.longs().between(Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond());
    Arbitrary<Integer> nanos = Arbitraries.integers().between(0, 999_999_999);
    return Combinators.combine(Arbitraries.oneOf(seconds, Arbitraries.of(-1L, 0L, 1L)), nanos)
        .as(Instant::ofEpochSecond);
  }

  @Provide
  Arbitrary<MachineRef<?>> refs() {
    Arbitrary<String> texts = Arbitraries.strings().withChars("ab{}/\u00E9").ofMaxLength(3);
    return Combinators.combine(Arbitraries.of("a", "a-b", "b"), texts, texts)
        .as(
            (type, tag, key) ->
                new MachineRef<>(
                    type, tag.isEmpty() ? Placement.byKey() : Placement.of(tag), key + "k"));
  }

  @Provide
  Arbitrary<Booking> bookings() {
    Arbitrary<Slot> slots =
        Combinators.combine(
                instants(), Arbitraries.of(true, false), Arbitraries.bytes().between(-1, 1))
            .as(Slot::new);
    return Combinators.combine(
            texts().map(Sku::new), slots, Arbitraries.longs(), Arbitraries.shorts())
        .as(Booking::new);
  }

  @Provide
  Arbitrary<Named> named() {
    Arbitrary<Pair<Integer, String>> inner =
        Combinators.combine(Arbitraries.integers().between(-1, 1), texts()).as(Pair::new);
    return Combinators.combine(inner, Arbitraries.of(Colour.class), refs())
        .as((first, second, ref) -> new Named(new Pair<>(first, second), ref));
  }

  private static String text(List<Integer> points) {
    StringBuilder text = new StringBuilder();
    points.forEach(text::appendCodePoint);
    return text.toString();
  }

  private static Comparator<MachineRef<?>> byRef() {
    return Comparator.<MachineRef<?>, String>comparing(MachineRef::type)
        .thenComparing(ref -> ref.placement().tag(), BY_CODE_POINT)
        .thenComparing(MachineRef::key, BY_CODE_POINT);
  }

  private static <K> byte[] bytes(KeyCodec<K> codec, K key) {
    ByteWriter writer = new ByteWriter();
    codec.encode(key, writer);
    return writer.toBytes();
  }

  private static <K> void assertOrdered(
      KeyCodec<K> codec, K a, K b, Comparator<? super K> natural) {
    byte[] first = bytes(codec, a);
    byte[] second = bytes(codec, b);
    int order = Integer.signum(natural.compare(a, b));
    assertThat(Integer.signum(Arrays.compareUnsigned(first, second))).isEqualTo(order);
    assertRoundTrip(codec, a, first);
    assertRoundTrip(codec, b, second);
    if (order != 0) {
      // Whatever follows, the order stays: so neither begins with the other.
      byte[] firstAndMore = new ByteWriter().raw(first).u8(0xFF).toBytes();
      byte[] secondAndMore = new ByteWriter().raw(second).u8(0xFF).toBytes();
      assertThat(Integer.signum(Arrays.compareUnsigned(firstAndMore, second))).isEqualTo(order);
      assertThat(Integer.signum(Arrays.compareUnsigned(first, secondAndMore))).isEqualTo(order);
    }
  }

  private static <K> void assertRoundTrip(KeyCodec<K> codec, K key, byte[] bytes) {
    ByteReader reader = new ByteReader(new ByteWriter().u8(7).raw(bytes).u8(9).toBytes(), 1);
    assertThat(codec.decode(reader)).isEqualTo(key);
    assertThat(reader.position()).isEqualTo(1 + bytes.length);
  }

  @SafeVarargs
  private static <K> void assertAscending(Class<K> type, K... keys) {
    List<byte[]> encoded = new ArrayList<>();
    for (K key : keys) {
      encoded.add(bytes(OrderedKeys.of(type), key));
    }
    assertThat(encoded).isSortedAccordingTo(Arrays::compareUnsigned);
    for (int i = 0; i < keys.length; i++) {
      assertRoundTrip(OrderedKeys.of(type), keys[i], encoded.get(i));
    }
  }

  private static void assertDamaged(Class<?> type, ByteWriter bytes) {
    ByteReader reader = new ByteReader(bytes.toBytes());
    assertThatIllegalStateException()
        .isThrownBy(() -> OrderedKeys.of(type).decode(reader))
        .withMessageContaining("damaged");
  }

  private static void assertRefused(Class<?> type, String... parts) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OrderedKeys.of(type))
        .satisfies(e -> assertThat(e.getMessage()).contains(parts))
        .withMessageContaining("cannot be the key of a durable map");
  }

}
