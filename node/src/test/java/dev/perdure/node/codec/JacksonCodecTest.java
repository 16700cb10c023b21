package dev.perdure.node.codec;

import static dev.perdure.node.codec.Specimens.CODEC;
import static dev.perdure.node.codec.Specimens.copy;
import static dev.perdure.node.codec.Specimens.json;
import static dev.perdure.node.codec.Specimens.read;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.kernel.spi.Codec.CodecException;
import dev.perdure.kernel.spi.Codec.ValueCodec;
import dev.perdure.node.codec.Specimens.Count;
import dev.perdure.node.codec.Specimens.Item;
import dev.perdure.node.codec.Specimens.Node;
import dev.perdure.node.codec.Specimens.Sku;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records, and what is one JSON value. */
final class JacksonCodecTest {
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

  @Test
  void aRecordIsAnObjectOfItsComponents() {
    assertThat(json(Item.class, new Item(new Sku("a"), 3)))
        .isEqualTo("{\"sku\":{\"value\":\"a\"},\"count\":3}");
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
    assertThatThrownBy(() -> CODEC.of(Count.class).decode(utf16))
        .isInstanceOf(CodecException.class);
  }

  @Test
  void aValueOfAnotherTypeIsRefusedWithoutItsContents() {
    @SuppressWarnings({"unchecked", "rawtypes"})
    ValueCodec<Object> counts = (ValueCodec) CODEC.of(Count.class);
    assertThatThrownBy(() -> counts.encode(new Sku("secret")))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("Sku is no Count")
        .message()
        .doesNotContain("secret");
  }
}
