package dev.perdure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** The bounds of text, each against an oracle that says the same in another way. */
class TextBoundsTest {
  private static final MachineType<Event> TYPE = MachineType.of("order", Event.class);

  record Event() {}

  @Property
  void aKeyIsTakenExactlyWhenItIsWellFormedAndWithinItsBound(@ForAll("texts") String text) {
    assertThat(taken(TYPE::ref, text)).isEqualTo(!text.isEmpty() && wellFormed(text));
  }

  @Property
  void aTagIsTakenExactlyWhenItIsWellFormedAndWithinItsBound(@ForAll("texts") String text) {
    assertThat(taken(Placement::of, text)).isEqualTo(!text.isEmpty() && wellFormed(text));
  }

  @Property
  void aTimerNameMayBeEmptyButIsBounded(@ForAll("texts") String text) {
    DurableTimer<Event> timer = DurableTimer.after(java.time.Duration.ZERO, new Event());
    assertThat(taken(timer::named, text)).isEqualTo(wellFormed(text));
  }

  @Property
  void aPartMayBeEmptyButIsBounded(@ForAll("texts") String text) {
    assertThat(taken(MapKey.of("items", String.class, Long.class)::part, text))
        .isEqualTo(wellFormed(text));
    assertThat(taken(QueueKey.of("waiting", String.class)::part, text)).isEqualTo(wellFormed(text));
  }

  @Property
  void aTypeNameIsSmallLettersDigitsAndHyphens(@ForAll("typeNames") String name) {
    assertThat(taken(text -> MachineType.of(text, Event.class), name))
        .isEqualTo(name.matches("[a-z][a-z0-9-]{0,63}"));
  }

  @Property
  void aRequestIdIsPrintableAscii(@ForAll("requestIds") String id) {
    assertThat(taken(RequestId::of, id)).isEqualTo(id.matches("[ -~]{1,200}"));
  }

  @Test
  void theBoundIsOnBytesNotCharacters() {
    assertThat(TYPE.ref("\u20AC".repeat(170)).key()).hasSize(170);
    assertThatThrownBy(() -> TYPE.ref("\u20AC".repeat(171)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("machine key has 513 bytes in UTF-8, more than 512");
  }

  @Test
  void aMessageNamesThePartTheFaultAndItsPlace() {
    assertThatThrownBy(() -> TYPE.ref(""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("machine key must not be empty");
    assertThatThrownBy(() -> TYPE.ref("a\nb"))
        .hasMessage("machine key has the control character U+000A at index 1: \"a\\u000Ab\"");
    assertThatThrownBy(() -> Placement.of("a\uD800"))
        .hasMessage("placement tag has the unpaired surrogate U+D800 at index 1: \"a\\uD800\"");
    assertThatThrownBy(() -> MachineType.of("Order", Event.class))
        .hasMessageStartingWith("machine type must be a small letter and then at most 63")
        .hasMessageEndingWith("\"Order\"");
    assertThatThrownBy(() -> RequestId.of("caf\u00E9"))
        .hasMessageContaining("request id must be printable ASCII, but has U+00E9 at index 3");
    assertThatThrownBy(() -> RequestId.of("x".repeat(201)))
        .hasMessageContaining("1 to 200 characters, not 201");
  }

  @Test
  void uniqueRequestIdsDiffer() {
    assertThat(RequestId.unique()).isNotEqualTo(RequestId.unique());
  }

  @Test
  void addressesAndCallIdsAreBounded() {
    assertThat(new ReplyTo<String>("x".repeat(2048)).address()).hasSize(2048);
    assertThatThrownBy(() -> new ReplyTo<String>("x".repeat(2049)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("reply address has 2049 bytes");
    assertThatThrownBy(() -> new CallId(""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("call id must not be empty");
  }

  private static boolean wellFormed(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text)
        && text.getBytes(StandardCharsets.UTF_8).length <= 512
        && text.chars().noneMatch(c -> c < 0x20);
  }

  private static boolean taken(Function<String, ?> factory, String text) {
    try {
      return factory.apply(text).toString() != null;
    } catch (IllegalArgumentException refused) {
      return false;
    }
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> readable = Arbitraries.strings().withChars("aé€/{}").ofMaxLength(600);
    Arbitrary<String> anyChars = Arbitraries.strings().all().ofMaxLength(20);
    Arbitrary<String> surrogates =
        Arbitraries.strings().withChars("a\uD83D\uDE00\u001F ").ofMaxLength(6);
    Arbitrary<String> atTheBound =
        Arbitraries.integers().between(505, 520).map(n -> "é" + "x".repeat(n - 2));
    return Arbitraries.oneOf(readable, anyChars, surrogates, atTheBound);
  }

  @Provide
  Arbitrary<String> typeNames() {
    return Arbitraries.oneOf(
        Arbitraries.strings().withCharRange('a', 'z').ofMaxLength(70),
        Arbitraries.strings().withChars("az09-A_ é").ofMaxLength(4));
  }

  @Provide
  Arbitrary<String> requestIds() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ascii().ofMaxLength(8),
        Arbitraries.strings().withCharRange(' ', '~').ofMinLength(190).ofMaxLength(210),
        Arbitraries.strings().all().ofMaxLength(4));
  }
}
