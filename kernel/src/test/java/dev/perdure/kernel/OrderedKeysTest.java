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
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Order, round trip and self-delimitation of {@link OrderedKeys}, and what it refuses. */
class OrderedKeysTest {
  private static final Comparator<String> BY_CODE_POINT =
      (a, b) -> Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());

  private static final Comparator<MachineRef<?>> BY_REF =
      Comparator.<MachineRef<?>, String>comparing(MachineRef::type)
          .thenComparing(ref -> ref.placement().tag(), BY_CODE_POINT)
          .thenComparing(MachineRef::key, BY_CODE_POINT);

  /** Pairs of keys for each claim. */
  private static final int PAIRS = 5_000;

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

  @Test
  void stringsOrderByCodePoint() {
    assertOrdered(String.class, OrderedKeysTest::text, BY_CODE_POINT);
  }

  @Test
  void numbersOrderByValue() {
    assertOrdered(Long.class, OrderedKeysTest::number, Comparator.naturalOrder());
    assertOrdered(Integer.class, random -> (int) number(random), Comparator.naturalOrder());
    assertOrdered(Short.class, random -> (short) number(random), Comparator.naturalOrder());
    assertOrdered(Byte.class, random -> (byte) number(random), Comparator.naturalOrder());
  }

  @Test
  void booleansOrderFalseFirst() {
    assertOrdered(Boolean.class, Random::nextBoolean, Comparator.naturalOrder());
  }

  @Test
  void enumsOrderByTheNameOfTheConstant() {
    assertOrdered(Colour.class, OrderedKeysTest::colour, Comparator.comparing(Colour::name));
  }

  @Test
  void uuidsOrderAsTheirText() {
    assertOrdered(
        UUID.class,
        random -> new UUID(number(random), number(random)),
        Comparator.comparing(UUID::toString));
  }

  @Test
  void instantsOrderByTime() {
    assertOrdered(Instant.class, OrderedKeysTest::instant, Comparator.naturalOrder());
  }

  @Test
  void refsOrderByTypePlacementAndKey() {
    assertOrdered(MachineRef.class, OrderedKeysTest::ref, (a, b) -> BY_REF.compare(a, b));
  }

  @Test
  void recordsOrderByComponent() {
    assertOrdered(
        Booking.class,
        random ->
            new Booking(
                new Sku(text(random)),
                new Slot(instant(random), random.nextBoolean(), (byte) number(random)),
                number(random),
                (short) number(random)),
        Comparator.comparing((Booking key) -> key.sku().value(), BY_CODE_POINT)
            .thenComparing(key -> key.slot().at())
            .thenComparing(key -> key.slot().booked())
            .thenComparingInt(key -> key.slot().lane())
            .thenComparingLong(Booking::number)
            .thenComparingInt(Booking::row));
  }

  @Test
  void argumentsOfGenericComponentsAreFollowed() {
    assertOrdered(
        Named.class,
        random ->
            new Named(
                new Pair<>(new Pair<>(random.nextInt(3), text(random)), colour(random)),
                ref(random)),
        Comparator.comparing((Named key) -> key.pair().first().first())
            .thenComparing(key -> key.pair().first().second(), BY_CODE_POINT)
            .thenComparing(key -> key.pair().second().name())
            .thenComparing(Named::owner, BY_REF));
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
    assertThat(bytes(OrderedKeys.of(Colour.class, Enum::name), Colour.GREEN)).isEqualTo(stored);
  }

  @Test
  void aConstantMayBeRenamed() {
    byte[] stored = new ByteWriter().keyText("LIME").toBytes();
    KeyCodec<Colour> renamed =
        OrderedKeys.of(
            Colour.class, constant -> constant == Colour.GREEN ? "LIME" : constant.name());
    assertRoundTrip(renamed, Colour.GREEN, stored);
  }

  @Test
  void aConstantThatIsGoneIsNamed() {
    ByteReader stored = new ByteReader(new ByteWriter().keyText("PUCE").toBytes());
    assertThatIllegalStateException()
        .isThrownBy(() -> OrderedKeys.of(Colour.class, Enum::name).decode(stored))
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
    KeyCodec<Sku> codec = OrderedKeys.of(Sku.class, Enum::name);
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
        .isThrownBy(
            () -> OrderedKeys.of(Sku.class, Enum::name).encode(new Sku(null), new ByteWriter()))
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

  @SuppressWarnings("ArrayRecordComponent")
  record Row(int[] numbers) {}

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
    assertRefused(Row.class, "'numbers' is int[]");
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

  /** Short, of few characters that are hard in one way or another, so that pairs are near. */
  private static String text(Random random) {
    int[] points = {0, 1, 'a', 'b', 0xFF, 0x7FF, 0xE000, 0xFFFF, 0x10000, 0x10FFFF};
    StringBuilder text = new StringBuilder();
    for (int left = random.nextInt(4); left > 0; left--) {
      text.appendCodePoint(points[random.nextInt(points.length)]);
    }
    return text.toString();
  }

  /** Near zero, near a bound of some size of number, or anywhere. */
  private static long number(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> random.nextInt(-2, 3);
      case 1 -> (1L << random.nextInt(64)) + random.nextInt(-1, 2);
      default -> random.nextLong();
    };
  }

  private static Instant instant(Random random) {
    long seconds =
        random.nextBoolean()
            ? random.nextLong(-1, 2)
            : random.nextLong(Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond());
    return Instant.ofEpochSecond(seconds, random.nextInt(1_000_000_000));
  }

  private static Colour colour(Random random) {
    return Colour.values()[random.nextInt(3)];
  }

  private static MachineRef<?> ref(Random random) {
    String[] types = {"a", "a-b", "b"};
    String[] texts = {"a", "ab", "b", "{a}/b", "\u00E9", "\uFFFD", "\uD800\uDC00"};
    String key = texts[random.nextInt(texts.length)];
    Placement placement =
        random.nextBoolean()
            ? Placement.byKey()
            : Placement.of(texts[random.nextInt(texts.length)]);
    return new MachineRef<>(types[random.nextInt(types.length)], placement, key);
  }

  private static <K> byte[] bytes(KeyCodec<K> codec, K key) {
    ByteWriter writer = new ByteWriter();
    codec.encode(key, writer);
    return writer.toBytes();
  }

  private static <K> void assertOrdered(
      Class<K> type, Function<Random, ? extends K> draw, Comparator<? super K> natural) {
    KeyCodec<K> codec = OrderedKeys.of(type, Enum::name);
    for (int seed = 0; seed < PAIRS; seed++) {
      Random random = new Random(seed);
      assertOrdered("seed " + seed, codec, draw.apply(random), draw.apply(random), natural);
    }
  }

  private static <K> void assertOrdered(
      String seed, KeyCodec<K> codec, K a, K b, Comparator<? super K> natural) {
    byte[] first = bytes(codec, a);
    byte[] second = bytes(codec, b);
    int order = Integer.signum(natural.compare(a, b));
    assertThat(Integer.signum(Arrays.compareUnsigned(first, second))).as(seed).isEqualTo(order);
    assertRoundTrip(codec, a, first);
    assertRoundTrip(codec, b, second);
    if (order != 0) {
      // Whatever follows, the order stays: so neither begins with the other.
      byte[] firstAndMore = new ByteWriter().raw(first).u8(0xFF).toBytes();
      byte[] secondAndMore = new ByteWriter().raw(second).u8(0xFF).toBytes();
      assertThat(Integer.signum(Arrays.compareUnsigned(firstAndMore, second)))
          .as(seed)
          .isEqualTo(order);
      assertThat(Integer.signum(Arrays.compareUnsigned(first, secondAndMore)))
          .as(seed)
          .isEqualTo(order);
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
      encoded.add(bytes(OrderedKeys.of(type, Enum::name), key));
    }
    assertThat(encoded).isSortedAccordingTo(Arrays::compareUnsigned);
    for (int i = 0; i < keys.length; i++) {
      assertRoundTrip(OrderedKeys.of(type, Enum::name), keys[i], encoded.get(i));
    }
  }

  private static void assertDamaged(Class<?> type, ByteWriter bytes) {
    ByteReader reader = new ByteReader(bytes.toBytes());
    assertThatIllegalStateException()
        .isThrownBy(() -> OrderedKeys.of(type, Enum::name).decode(reader))
        .withMessageContaining("damaged");
  }

  private static void assertRefused(Class<?> type, String... parts) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OrderedKeys.of(type, Enum::name))
        .satisfies(e -> assertThat(e.getMessage()).contains(parts))
        .withMessageContaining("cannot be the key of a durable map");
  }
}
