package dev.perdure.node.codec;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.CallId;
import dev.perdure.MachineRef;
import dev.perdure.Outcome;
import dev.perdure.Placement;
import dev.perdure.ReplyTo;
import dev.perdure.RequestId;
import dev.perdure.kernel.spi.Codec.CodecException;
import dev.perdure.kernel.spi.Codec.ValueCodec;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("ArrayRecordComponent") // The one array that is taken has its tests.
final class JacksonCodecTest {
  private final JacksonCodec codec = new JacksonCodec(DurableNames.AS_IN_CODE);

  // Package-private on purpose, as users write them.
  record Sku(String value) {}

  record Item(@Nullable Sku sku, int count) {}

  record Basket(List<Item> items, Set<Sku> wanted, Map<String, Item> byName, Optional<Sku> gift) {}

  enum Colour {
    RED,
    GREEN {
      @Override
      boolean calm() {
        return true;
      }
    };

    boolean calm() {
      return false;
    }
  }

  record Scalars(
      boolean flag,
      byte octet,
      short small,
      int number,
      long big,
      float single,
      double real,
      char letter,
      String text,
      BigInteger huge,
      BigDecimal exact,
      UUID uuid,
      Instant instant,
      Duration duration,
      Period period,
      LocalDate date,
      LocalTime time,
      LocalDateTime dateTime,
      OffsetDateTime offset,
      ZonedDateTime zoned,
      ZoneId zone,
      URI uri,
      Colour colour) {}

  record Addresses(
      MachineRef<Shop> ref, ReplyTo<?> reply, CallId call, Placement placement, RequestId id) {}

  sealed interface Shop {}

  record Open(int seats) implements Shop {}

  sealed interface Shut extends Shop {}

  record Holiday(LocalDate until) implements Shut {}

  record Ruin() implements Shut {}

  enum Odd implements Shop {
    POP_UP,
    MARKET
  }

  record Street(List<Shop> shops) {}

  record Page<T>(List<T> items, Optional<T> first) {}

  record Report(Page<Shop> shops, Outcome<Shop> last) {}

  record Node(String name, List<Node> children) {}

  record Defaulted(String name, List<String> tags) {
    Defaulted {
      tags = tags == null ? List.of() : tags;
    }
  }

  record Picky(int percent) {
    Picky {
      if (percent > 100) throw new IllegalArgumentException("percent over 100: " + percent);
    }
  }

  record Count(int value) {}

  private <T> T copy(Class<T> type, T value) {
    ValueCodec<T> values = codec.of(type);
    return values.decode(values.encode(value));
  }

  private <T> String json(Class<T> type, T value) {
    return new String(codec.of(type).encode(value), UTF_8);
  }

  private <T> T read(Class<T> type, String json) {
    return codec.of(type).decode(json.getBytes(UTF_8));
  }

  @Test
  void everyScalarSurvives() {
    Scalars scalars =
        new Scalars(
            true,
            Byte.MIN_VALUE,
            Short.MAX_VALUE,
            Integer.MIN_VALUE,
            Long.MAX_VALUE,
            0.1f,
            -0.0,
            'ß',
            "tab\t \"quote\" \u0000 é 漢 \uD83D\uDE00",
            BigInteger.TWO.pow(300).negate(),
            new BigDecimal("1.500E-20"),
            UUID.fromString("6f1c1f0e-3a5b-4c0d-9e1f-2a3b4c5d6e7f"),
            Instant.parse("-0044-03-15T12:00:00.000000001Z"),
            Duration.ofNanos(-1),
            Period.of(1, 2, 3),
            LocalDate.MAX,
            LocalTime.MAX,
            LocalDateTime.MIN,
            OffsetDateTime.parse("2007-12-03T10:15:30.5+01:00"),
            ZonedDateTime.parse("2007-10-28T02:30+01:00[Europe/Paris]"),
            ZoneId.of("Europe/Paris"),
            URI.create("https://a.example/b?c=d#e"),
            Colour.GREEN);
    assertThat(copy(Scalars.class, scalars)).isEqualTo(scalars);
  }

  @Test
  void aRecordIsAnObjectOfItsComponents() {
    assertThat(json(Item.class, new Item(new Sku("a"), 3)))
        .isEqualTo("{\"sku\":{\"value\":\"a\"},\"count\":3}");
  }

  @Test
  void collectionsSurvive() {
    Basket basket =
        new Basket(
            List.of(new Item(new Sku("a"), 1), new Item(new Sku("b"), 2)),
            Set.of(new Sku("c"), new Sku("d")),
            Map.of("x", new Item(new Sku("e"), 3)),
            Optional.of(new Sku("f")));
    assertThat(copy(Basket.class, basket)).isEqualTo(basket);
  }

  @Test
  void setsAndMapsKeepTheirOrderAndEqualOnesAreTheSameRequest() {
    record Bag(Set<Sku> skus, Map<String, Integer> counts, Map<Sku, Integer> bySku) {}
    Map<String, Integer> counts = new LinkedHashMap<>();
    Map<Sku, Integer> bySku = new LinkedHashMap<>();
    Set<Sku> skus = new LinkedHashSet<>();
    Map<String, Integer> counted = new LinkedHashMap<>();
    Map<Sku, Integer> bySkuBack = new LinkedHashMap<>();
    Set<Sku> skusBack = new LinkedHashSet<>();
    for (int i = 0; i < 50; i++) {
      counts.put("k" + i, i);
      bySku.put(new Sku("k" + i), i);
      skus.add(new Sku("k" + i));
      counted.put("k" + (49 - i), 49 - i);
      bySkuBack.put(new Sku("k" + (49 - i)), 49 - i);
      skusBack.add(new Sku("k" + (49 - i)));
    }
    Bag bag = new Bag(skus, counts, bySku);
    Bag back = new Bag(skusBack, counted, bySkuBack);
    for (Bag each : List.of(bag, back)) {
      Bag read = copy(Bag.class, each);
      assertThat(read).isEqualTo(bag);
      assertThat(read.skus).containsExactlyElementsOf(each.skus);
      assertThat(read.counts.keySet()).containsExactlyElementsOf(each.counts.keySet());
      assertThat(read.bySku.keySet()).containsExactlyElementsOf(each.bySku.keySet());
    }
    ValueCodec<Bag> bags = codec.of(Bag.class);
    assertThat(bags.canonical(bags.encode(back))).isEqualTo(bags.canonical(bags.encode(bag)));
    assertThat(bags.encode(back)).isNotEqualTo(bags.encode(bag));
  }

  @Test
  void whatHoldsNoSetOrMapIsItsOwnCanonicalForm() {
    ValueCodec<Item> items = codec.of(Item.class);
    byte[] bytes = items.encode(new Item(new Sku("a"), 1));
    assertThat(items.canonical(bytes)).isSameAs(bytes);
  }

  @Test
  void mapsTakeEveryScalarAndEnumAndRecordAsKey() {
    record Keys(
        Map<Colour, Integer> byColour,
        Map<Long, Integer> byNumber,
        Map<UUID, Integer> byUuid,
        Map<Item, Colour> byItem,
        Map<MachineRef<Shop>, Integer> byRef) {}
    Keys keys =
        new Keys(
            Map.of(Colour.RED, 1, Colour.GREEN, 2),
            Map.of(-1L, 1, Long.MAX_VALUE, 2),
            Map.of(UUID.fromString("6f1c1f0e-3a5b-4c0d-9e1f-2a3b4c5d6e7f"), 1),
            Map.of(new Item(new Sku("a"), 1), Colour.RED),
            Map.of(new MachineRef<>("shop", Placement.byKey(), "1"), 1));
    assertThat(copy(Keys.class, keys)).isEqualTo(keys);
    assertThat(json(Keys.class, keys)).contains("\"byColour\":{", "\"GREEN\":2");
  }

  @Test
  void collectionsReadBackCannotBeChanged() {
    Basket basket = read(Basket.class, "{\"items\":[],\"wanted\":[],\"byName\":{}}");
    assertThatThrownBy(() -> basket.items().add(new Item(new Sku("a"), 1)))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> basket.wanted().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> basket.byName().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void aMemberOfAFamilySaysByItsNameWhichItIs() {
    assertThat(json(Shop.class, new Open(7))).isEqualTo("{\"@type\":\"Open\",\"seats\":7}");
    assertThat(json(Shop.class, new Ruin())).isEqualTo("{\"@type\":\"Ruin\"}");
    assertThat(json(Shop.class, Odd.MARKET)).isEqualTo("{\"@type\":\"Odd\",\"@value\":\"MARKET\"}");
    Street street =
        new Street(List.of(new Open(1), new Holiday(LocalDate.EPOCH), new Ruin(), Odd.POP_UP));
    assertThat(copy(Street.class, street)).isEqualTo(street);
  }

  @Test
  void aMemberByItselfNeedsNoNameButItIsChecked() {
    assertThat(json(Open.class, new Open(7))).isEqualTo("{\"seats\":7}");
    assertThat(read(Open.class, "{\"seats\":7,\"@type\":\"Open\"}")).isEqualTo(new Open(7));
    assertThatThrownBy(() -> read(Open.class, "{\"@type\":\"Ruin\",\"seats\":7}"))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("'Open'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"seats\":7,\"@type\":\"Open\"}",
        "{\"other\":{\"@type\":\"Ruin\",\"deep\":[1,{}]},\"@type\":\"Open\",\"seats\":7}",
        "{  \"seats\" : 7 ,\n\"@type\":\"Open\"}"
      })
  void theNameMayStandAnywhereInTheObject(String json) {
    assertThat(read(Shop.class, json)).isEqualTo(new Open(7));
    assertThat(read(Street.class, "{\"shops\":[" + json + "," + json + "]}"))
        .isEqualTo(new Street(List.of(new Open(7), new Open(7))));
  }

  @Test
  void theNameOfAConstantMayStandAnywhere() {
    assertThat(read(Shop.class, "{\"@value\":\"MARKET\",\"@type\":\"Odd\"}")).isEqualTo(Odd.MARKET);
    assertThat(read(Shop.class, "{\"@type\":\"Odd\",\"x\":[],\"@value\":\"MARKET\"}"))
        .isEqualTo(Odd.MARKET);
  }

  @Test
  void onlyMembersAreEverMade() {
    assertThatThrownBy(() -> read(Shop.class, "{\"@type\":\"java.lang.Runtime\"}"))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("expected one of Open, Holiday, Ruin, Odd");
    assertThatThrownBy(() -> read(Shop.class, "{\"@class\":\"java.lang.Runtime\"}"))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("@type");
    assertThatThrownBy(() -> read(Shop.class, "[\"java.lang.Runtime\",{}]"))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("found an array");
  }

  @Test
  void aSealedValueInsideAGenericRecordKeepsItsName() {
    Report report =
        new Report(
            new Page<>(List.of(new Open(1)), Optional.of(new Ruin())),
            new Outcome.Done<>(new Open(2)));
    assertThat(json(Report.class, report))
        .isEqualTo(
            "{\"shops\":{\"items\":[{\"@type\":\"Open\",\"seats\":1}],\"first\":{\"@type\":\"Ruin\"}},"
                + "\"last\":{\"@type\":\"Done\",\"value\":{\"@type\":\"Open\",\"seats\":2}}}");
    assertThat(copy(Report.class, report)).isEqualTo(report);
  }

  @Test
  void everyOutcomeSurvives() {
    record Paid(Outcome<Item> outcome) {}
    for (Outcome<Item> outcome :
        List.<Outcome<Item>>of(
            new Outcome.Done<>(new Item(new Sku("a"), 1)),
            new Outcome.Failed<>(Outcome.Cause.HALTED, "gone"),
            new Outcome.Unknown<>(""))) {
      assertThat(copy(Paid.class, new Paid(outcome))).isEqualTo(new Paid(outcome));
    }
  }

  @Test
  void addressesAreShortAndReadable() {
    Addresses addresses =
        new Addresses(
            new MachineRef<>("vm", Placement.byKey(), "7"),
            new ReplyTo<>("r"),
            new CallId("c"),
            Placement.byKey(),
            RequestId.of("q"));
    assertThat(json(Addresses.class, addresses))
        .isEqualTo(
            "{\"ref\":{\"type\":\"vm\",\"key\":\"7\"},\"reply\":\"r\",\"call\":\"c\","
                + "\"placement\":\"\",\"id\":\"q\"}");
    assertThat(copy(Addresses.class, addresses)).isEqualTo(addresses);
  }

  @Test
  void aPlacedAddressIsNotThatOfAMachinePlacedByItsKey() {
    MachineRef<?> placed = new MachineRef<>("vm", Placement.of("7"), "7");
    assertThat(json(MachineRef.class, placed))
        .isEqualTo("{\"type\":\"vm\",\"placement\":\"7\",\"key\":\"7\"}");
    assertThat(copy(MachineRef.class, placed)).isEqualTo(placed);
  }

  @Test
  void unknownPropertiesArePassedOver() {
    assertThat(read(Count.class, "{\"x\":{\"y\":[1,2]},\"value\":3,\"z\":null}"))
        .isEqualTo(new Count(3));
  }

  @Test
  void aMissingReferenceIsNullAndTheConstructorDecides() {
    assertThat(read(Item.class, "{\"count\":1}")).isEqualTo(new Item(null, 1));
    assertThat(read(Item.class, "{\"count\":1,\"sku\":null}")).isEqualTo(new Item(null, 1));
    assertThat(read(Defaulted.class, "{\"name\":\"a\"}")).isEqualTo(new Defaulted("a", List.of()));
    assertThat(copy(Item.class, new Item(null, 1))).isEqualTo(new Item(null, 1));
  }

  @Test
  void aMissingOptionalIsEmpty() {
    Basket empty = new Basket(List.of(), Set.of(), Map.of(), Optional.empty());
    assertThat(json(Basket.class, empty)).isEqualTo("{\"items\":[],\"wanted\":[],\"byName\":{}}");
    assertThat(copy(Basket.class, empty)).isEqualTo(empty);
    assertThat(read(Basket.class, "{\"items\":[],\"wanted\":[],\"byName\":{},\"gift\":null}"))
        .isEqualTo(empty);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"value\":null}"})
  void aMissingPrimitiveIsAnErrorThatNamesIt(String json) {
    assertThatThrownBy(() -> read(Count.class, json))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("/value: expected an integer from -2147483648 to 2147483647");
  }

  @Test
  void whatAConstructorRefusesIsAnErrorWithItsReason() {
    assertThatThrownBy(() -> read(Picky.class, "{\"percent\":101}"))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("a valid Picky")
        .hasMessageContaining("percent over 100: 101");
  }

  record Asserting(int value) {
    Asserting {
      if (value == 13) throw new AssertionError("not thirteen");
    }

    @Override
    public int value() {
      if (value == 7) throw new ExceptionInInitializerError("not seven");
      return value;
    }
  }

  /** What the code of a record throws is about that record, be it an error. */
  @Test
  void anErrorOfAConstructorOrAccessorIsAboutTheValue() {
    assertThatThrownBy(() -> read(Asserting.class, "{\"value\":13}"))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("a valid Asserting")
        .hasMessageContaining("not thirteen");
    assertThatThrownBy(() -> json(Asserting.class, new Asserting(7)))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("Asserting.value() throws")
        .hasMessageContaining("not seven");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"2147483648", "1.0", "1e3", "\"1\"", "true", "[]", "{}", "99999999999999999999"})
  void nothingIsBentIntoAnInteger(String value) {
    assertThatThrownBy(() -> read(Count.class, "{\"value\":" + value + "}"))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("/value: expected an integer");
  }

  @Test
  void whatIsNotANumberSurvivesAsAString() {
    record Reals(double nan, double up, float down, List<Double> all) {}
    Reals reals =
        new Reals(
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            List.of(Double.MIN_VALUE, Double.MAX_VALUE, 0.1, 1e23));
    assertThat(json(Reals.class, reals))
        .startsWith("{\"nan\":\"NaN\",\"up\":\"Infinity\",\"down\":\"-Infinity\"");
    assertThat(copy(Reals.class, reals)).isEqualTo(reals);
  }

  @Test
  void aNumberTooLargeForItsTypeDoesNotBecomeInfinite() {
    record Real(double value) {}
    assertThatThrownBy(() -> read(Real.class, "{\"value\":1e400}"))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("/value: expected a number");
  }

  @Test
  void aDecimalKeepsItsScale() {
    record Price(BigDecimal value) {}
    assertThat(copy(Price.class, new Price(new BigDecimal("1.10"))))
        .isEqualTo(new Price(new BigDecimal("1.10")));
    assertThat(json(Price.class, new Price(new BigDecimal("1.10")))).isEqualTo("{\"value\":1.10}");
  }

  @Test
  void anExponentOutOfBoundsIsRefusedBothWays() {
    record Price(BigDecimal value) {}
    assertThatThrownBy(() -> read(Price.class, "{\"value\":1e999999999}"))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("/value");
    assertThatThrownBy(() -> json(Price.class, new Price(new BigDecimal("1e999999999"))))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("/value");
  }

  @Test
  void theLongestNumberWrittenCanBeRead() {
    record Huge(BigInteger value) {}
    BigInteger longest = BigInteger.TEN.pow(Json.MAX_NUMBER_LENGTH).subtract(BigInteger.ONE);
    assertThat(copy(Huge.class, new Huge(longest))).isEqualTo(new Huge(longest));
    assertThatThrownBy(() -> json(Huge.class, new Huge(longest.add(BigInteger.ONE))))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("over the bound of 10000");
    assertThatThrownBy(() -> read(Huge.class, "{\"value\":" + "9".repeat(10_001) + "}"))
        .isInstanceOf(CodecException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\uD800", "a\uDC00b", "\uD800\uD800", "ok\uD83D"})
  void anUnpairedSurrogateIsRefused(String text) {
    assertThatThrownBy(() -> json(Sku.class, new Sku(text)))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("/value")
        .hasMessageContaining("unpaired surrogate");
    record Names(Map<String, Integer> byName) {}
    assertThatThrownBy(() -> json(Names.class, new Names(Map.of(text, 1))))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("unpaired surrogate");
  }

  @Test
  void anUnpairedSurrogateIsNotReadEither() {
    assertThatThrownBy(() -> read(Sku.class, "{\"value\":\"\\ud800\"}"))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("unpaired surrogate");
    record Names(Map<String, Integer> byName) {}
    assertThatThrownBy(() -> read(Names.class, "{\"byName\":{\"\\udc00\":1}}"))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("surrogate");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"value\":1,\"value\":1}",
        "{\"value\":1,\"x\":1,\"x\":2}",
        "{\"@type\":\"Count\",\"value\":1,\"@type\":\"Count\"}"
      })
  void aPropertyTwiceIsRefused(String json) {
    assertThatThrownBy(() -> read(Count.class, json))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("each property once");
  }

  @Test
  void aNameOrKeyOrElementTwiceIsRefused() {
    assertThatThrownBy(() -> read(Shop.class, "{\"@type\":\"Ruin\",\"@type\":\"Ruin\"}"))
        .hasMessageContaining("'@type' again");
    assertThatThrownBy(() -> read(Shop.class, "{\"x\":1,\"@type\":\"Ruin\",\"@type\":\"Open\"}"))
        .hasMessageContaining("'@type' again");
    record Both(Map<String, Integer> map, Set<Integer> set) {}
    assertThatThrownBy(() -> read(Both.class, "{\"map\":{\"a\":1,\"a\":2}}"))
        .hasMessageContaining("\"a\" again");
    assertThatThrownBy(() -> read(Both.class, "{\"set\":[1,1]}"))
        .hasMessageContaining("each element once");
  }

  @Test
  void depthIsBoundedAlikeInBothDirections() {
    Node deepest = nested(Json.MAX_DEPTH / 2);
    assertThat(copy(Node.class, deepest)).isEqualTo(deepest);
    assertThatThrownBy(() -> json(Node.class, new Node("", List.of(deepest))))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("nested deeper than 200 levels");
    assertThatThrownBy(() -> read(Node.class, "{\"x\":" + "[".repeat(100_000)))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("at most 200 levels");
  }

  /** A node of twice as many levels of JSON: each has an object and an array. */
  private static Node nested(int nodes) {
    Node node = new Node("", List.of());
    for (int i = 1; i < nodes; i++) node = new Node("", List.of(node));
    return node;
  }

  @Test
  void nullsInCollectionsAreRefused() {
    List<Node> holed = new ArrayList<>(Arrays.asList(new Node[1]));
    assertThatThrownBy(() -> json(Node.class, new Node("", holed)))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("/children: a collection holds null");
    assertThatThrownBy(() -> read(Node.class, "{\"children\":[null]}"))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("/children/0: expected an object (Node), found null");
  }

  @Test
  void anUnknownConstantIsAnErrorThatNamesTheKnownOnes() {
    record Paint(Colour colour) {}
    assertThatThrownBy(() -> read(Paint.class, "{\"colour\":\"BLUE\"}"))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("/colour: expected one of RED, GREEN, found the string \"BLUE\"");
    assertThatThrownBy(() -> read(Paint.class, "{\"colour\":0}"))
        .isInstanceOf(CodecException.class);
  }

  @Test
  void bytesAreBase64() {
    record Blob(byte[] bytes) {}
    assertThat(json(Blob.class, new Blob(new byte[] {1, 2, 3}))).isEqualTo("{\"bytes\":\"AQID\"}");
    assertThat(copy(Blob.class, new Blob(new byte[] {1, 2, 3})).bytes()).containsExactly(1, 2, 3);
    assertThatThrownBy(() -> read(Blob.class, "{\"bytes\":\"?\"}"))
        .hasMessageContaining("bytes in base64");
  }

  @Test
  void scalarsAndEnumsStandByThemselves() {
    assertThat(copy(String.class, "a")).isEqualTo("a");
    assertThat(copy(Long.class, 5L)).isEqualTo(5L);
    assertThat(copy(Colour.class, Colour.GREEN)).isEqualTo(Colour.GREEN);
    assertThat(copy(Instant.class, Instant.EPOCH)).isEqualTo(Instant.EPOCH);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{\"value\":1",
        "{\"value\":1}x",
        "{\"value\":1}{}",
        "{'value':1}",
        "\u00ff",
        "nul",
        "{\"value\":01}",
        "{\"value\":NaN}",
        "{\"value\":1,}",
        "\uFEFF{}"
      })
  void whatIsNotOneJsonValueIsRefused(String json) {
    assertThatThrownBy(() -> read(Count.class, json))
        .isInstanceOf(CodecException.class)
        .message()
        .doesNotContain("tools.jackson", "Exception", "Source:");
  }

  @Test
  void utf16IsNotGuessed() {
    byte[] utf16 = "{\"value\":1}".getBytes(UTF_16LE);
    assertThatThrownBy(() -> codec.of(Count.class).decode(utf16))
        .isInstanceOf(CodecException.class);
  }

  @Test
  void aMapOfManyNamesSurvives() {
    record Names(Map<String, Integer> byName) {}
    Map<String, Integer> names = new LinkedHashMap<>();
    for (int i = 0; i < 100_000; i++) names.put("name" + i * 31, i);
    assertThat(copy(Names.class, new Names(names))).isEqualTo(new Names(names));
  }

  @Test
  void aValueOfAnotherTypeIsRefusedWithoutItsContents() {
    @SuppressWarnings({"unchecked", "rawtypes"})
    ValueCodec<Object> counts = (ValueCodec) codec.of(Count.class);
    assertThatThrownBy(() -> counts.encode(new Sku("secret")))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("Sku is no Count")
        .message()
        .doesNotContain("secret");
  }
}
