package dev.perdure.node.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.kernel.spi.Codec.CodecException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is written carries durable names, wherever a member or a constant is. */
final class DurableNamesTest {
  sealed interface Shop {}

  record Open(int seats) implements Shop {}

  record Shut() implements Shop {}

  enum Odd implements Shop {
    MARKET,
    POP_UP
  }

  record Street(List<Shop> shops, Set<Odd> odd, Map<Odd, Integer> many) {}

  private static JacksonCodec codec(Map<Class<?>, String> members, Map<Enum<?>, String> constants) {
    return new JacksonCodec(new DurableNames(members, constants));
  }

  private static <T> void assertWritten(JacksonCodec codec, Class<T> type, T value, String json) {
    assertThat(codec.of(type).encode(value)).asString(UTF_8).isEqualTo(json);
    assertThat(codec.of(type).decode(json.getBytes(UTF_8))).isEqualTo(value);
  }

  @Test
  void theNameOfAMemberStandsForItsClass() {
    JacksonCodec codec = codec(Map.of(Open.class, "open-shop"), Map.of());
    assertWritten(codec, Shop.class, new Open(7), "{\"@type\":\"open-shop\",\"seats\":7}");
    assertThatThrownBy(
            () -> codec.of(Shop.class).decode("{\"@type\":\"Open\",\"seats\":7}".getBytes(UTF_8)))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("/@type: expected one of open-shop, Shut, Odd")
        .hasMessageContaining("found the string \"Open\"");
  }

  @Test
  void theNamesHoldInsideAsWell() {
    JacksonCodec codec =
        codec(Map.of(Open.class, "open", Odd.class, "odd"), Map.of(Odd.POP_UP, "pop-up"));
    assertWritten(
        codec,
        Street.class,
        new Street(List.of(new Open(1), Odd.POP_UP), Set.of(Odd.POP_UP), Map.of(Odd.POP_UP, 2)),
        "{\"shops\":[{\"@type\":\"open\",\"seats\":1},{\"@type\":\"odd\",\"@value\":\"pop-up\"}],"
            + "\"odd\":[\"pop-up\"],\"many\":{\"pop-up\":2}}");
    assertThat(codec.nameOf(Odd.POP_UP)).isEqualTo("pop-up");
    assertThat(codec.nameOf(Odd.MARKET)).isEqualTo("MARKET");
  }

  @Test
  void aConstantWithANameHasNoOther() {
    JacksonCodec codec = codec(Map.of(), Map.of(Odd.POP_UP, "pop-up"));
    assertThatThrownBy(() -> codec.of(Odd.class).decode("\"POP_UP\"".getBytes(UTF_8)))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("expected one of MARKET, pop-up");
  }

  @Test
  void constantsMayTakeEachOthersNames() {
    JacksonCodec codec = codec(Map.of(), Map.of(Odd.POP_UP, "MARKET", Odd.MARKET, "POP_UP"));
    assertWritten(codec, Odd.class, Odd.POP_UP, "\"MARKET\"");
    assertWritten(codec, Odd.class, Odd.MARKET, "\"POP_UP\"");
  }

  @Test
  void twoMembersOfAFamilyWithOneNameAreRefused() {
    assertThatThrownBy(() -> codec(Map.of(Open.class, "Shut"), Map.of()).of(Street.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Open and ")
        .hasMessageContaining("Shut share the name 'Shut'")
        .hasMessageContaining("Definition.named");
  }

  @Test
  void twoConstantsWithOneNameAreRefused() {
    assertThatThrownBy(() -> codec(Map.of(), Map.of(Odd.POP_UP, "MARKET")).of(Street.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Odd: its constants MARKET and POP_UP share the name 'MARKET'")
        .hasMessageContaining("Definition.named");
  }
}
