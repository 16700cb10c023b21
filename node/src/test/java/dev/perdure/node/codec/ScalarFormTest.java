package dev.perdure.node.codec;

import static dev.perdure.node.codec.Specimens.copy;
import static dev.perdure.node.codec.Specimens.json;
import static dev.perdure.node.codec.Specimens.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.CallId;
import dev.perdure.MachineRef;
import dev.perdure.Placement;
import dev.perdure.ReplyTo;
import dev.perdure.RequestId;
import dev.perdure.kernel.spi.Codec.CodecException;
import dev.perdure.node.codec.Specimens.Colour;
import dev.perdure.node.codec.Specimens.Count;
import dev.perdure.node.codec.Specimens.Shop;
import dev.perdure.node.codec.Specimens.Sku;
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
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values without structure, and the addresses of machines: exact, bounded, never bent. */
@SuppressWarnings("ArrayRecordComponent") // The one array that is taken has its tests.
final class ScalarFormTest {
  record Everything(
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

  @Test
  void everyScalarSurvives() {
    Everything everything =
        new Everything(
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
    assertThat(copy(Everything.class, everything)).isEqualTo(everything);
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

  /** The generator is used for one value after the other. */
  @Test
  void whatAFailedWritingLeftIsNotInTheNextValue() {
    record Pair(String first, Sku second) {}
    assertThatThrownBy(() -> json(Pair.class, new Pair("written", new Sku("\uD800"))))
        .isInstanceOf(CodecException.class);
    Pair good = new Pair("one", new Sku("two"));
    assertThat(json(Pair.class, good))
        .isEqualTo("{\"first\":\"one\",\"second\":{\"value\":\"two\"}}");
    assertThat(copy(Pair.class, good)).isEqualTo(good);
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
}
