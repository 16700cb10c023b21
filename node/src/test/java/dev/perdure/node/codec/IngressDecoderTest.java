package dev.perdure.node.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.perdure.ReplyTo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IngressDecoderTest {
  record Sku(String value) {
    Sku {
      if (value.isEmpty()) throw new IllegalArgumentException("a sku must not be empty");
    }
  }

  record Line(Sku sku, int count, Optional<String> note) {}

  record Reserve(List<Line> lines, ReplyTo<Long> to) {}

  record Restock(Sku sku, int count) {}

  record Delete() {}

  private static final Optional<ReplyTo<Long>> ADDRESS = Optional.of(new ReplyTo<>("client-1"));

  private final JacksonCodec codec = new JacksonCodec(DurableNames.AS_IN_CODE);
  private final IngressDecoder<Reserve> reserve =
      new IngressDecoder<>(codec, Reserve.class, "Reserve");
  private final IngressDecoder<Restock> restock =
      new IngressDecoder<>(codec, Restock.class, "Restock");

  private IngressException refused(String json) {
    return catchThrowableOfType(
        IngressException.class, () -> reserve.decode(json.getBytes(UTF_8), ADDRESS));
  }

  @Test
  void theReplyAddressIsFilledIn() {
    Reserve event =
        reserve.decode(
            "{\"lines\":[{\"sku\":{\"value\":\"a\"},\"count\":2}],\"other\":1}".getBytes(UTF_8),
            ADDRESS);
    assertThat(event)
        .isEqualTo(
            new Reserve(
                List.of(new Line(new Sku("a"), 2, Optional.empty())), new ReplyTo<>("client-1")));
    assertThat(reserve.answer()).contains(Long.class);
    assertThat(restock.answer()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"\"client-2\"", "null", "{}"})
  void aReplyAddressFromOutsideIsRefused(String value) {
    IngressException refused = refused("{\"lines\":[],\"to\":" + value + "}");
    assertThat(refused.pointer()).isEqualTo("/to");
    assertThat(refused.expected()).contains("filled in by the node");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"lines\":7}|/lines|an array|the number 7",
        "{}|/lines|an array|nothing",
        "{\"lines\":null}|/lines|an array|null",
        "{\"lines\":[{\"count\":1}]}|/lines/0/sku|an object (Sku)|nothing",
        "{\"lines\":[{\"sku\":{},\"count\":1}]}|/lines/0/sku/value|a string|nothing",
        "{\"lines\":[{\"sku\":{\"value\":\"a\"},\"count\":\"1\"}]}|/lines/0/count"
            + "|an integer from -2147483648 to 2147483647|the string \"1\"",
        "{\"lines\":[{\"sku\":{\"value\":\"a\"}}]}|/lines/0/count"
            + "|an integer from -2147483648 to 2147483647|nothing",
        "{\"lines\":[{\"sku\":{\"value\":\"\"},\"count\":1}]}|/lines/0/sku|a valid Sku"
            + "|one that is not: a sku must not be empty",
        "[]|``|an object (Reserve)|an array",
        "{\"lines\":[|``|JSON|an end too early at line 1, column 11",
      })
  void aRefusalNamesThePlaceTheExpectedAndTheFound(
      String json, String pointer, String expected, String found) {
    IngressException refused = refused(json);
    assertThat(refused.pointer()).isEqualTo(pointer == null ? "" : pointer);
    assertThat(refused.expected()).isEqualTo(expected);
    assertThat(refused.found()).isEqualTo(found);
    assertThat(refused.getMessage()).startsWith("Reserve").contains(expected, found);
  }

  @Test
  void aPointerEscapesWhatPointersEscape() {
    record Tagged(Map<String, Integer> tags) {}
    IngressDecoder<Tagged> tagged = new IngressDecoder<>(codec, Tagged.class, "Tagged");
    IngressException refused =
        catchThrowableOfType(
            IngressException.class,
            () -> tagged.decode("{\"tags\":{\"a/b~c\":[]}}".getBytes(UTF_8), Optional.empty()));
    assertThat(refused.pointer()).isEqualTo("/tags/a~1b~0c");
  }

  @Test
  void noMessageShowsTheInside() {
    for (String json :
        List.of("{\"lines\":[}", "\u0000", "{\"lines\":[\"", "{\"a\":tru}", "\"\\x\"")) {
      assertThat(refused(json).getMessage()).doesNotContain("tools.", "java.", "Source", "\n");
    }
  }

  @Test
  void anEmptyBodyIsAnEventWithoutComponents() {
    IngressDecoder<Delete> delete = new IngressDecoder<>(codec, Delete.class, "Delete");
    assertThat(delete.decode(new byte[0], Optional.empty())).isEqualTo(new Delete());
  }

  @Test
  void anAddressThatNobodyWantsOrNobodyGaveIsTheProgramsMistake() {
    assertThatThrownBy(() -> restock.decode("{}".getBytes(UTF_8), ADDRESS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has no ReplyTo");
    assertThatThrownBy(() -> reserve.decode("{}".getBytes(UTF_8), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has a ReplyTo");
  }

  @Test
  void onlyTheClassOfOneEventIsTaken() {
    assertThatThrownBy(() -> new IngressDecoder<>(codec, String.class, "String"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is no record");
  }
}
