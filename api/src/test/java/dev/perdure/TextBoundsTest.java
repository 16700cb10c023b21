package dev.perdure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The bounds of text, each against an oracle that says the same in another way. */
class TextBoundsTest {
  private static final MachineType<Event> TYPE = MachineType.of("order", Event.class);

  record Event() {}

  @Test
  void aKeyIsTakenExactlyWhenItIsWellFormedAndWithinItsBound() {
    for (String text : texts()) {
      assertThat(taken(TYPE::ref, text)).as(text).isEqualTo(!text.isEmpty() && wellFormed(text));
    }
  }

  @Test
  void aTagIsTakenExactlyWhenItIsWellFormedAndWithinItsBound() {
    for (String text : texts()) {
      assertThat(taken(Placement::of, text))
          .as(text)
          .isEqualTo(!text.isEmpty() && wellFormed(text));
    }
  }

  @Test
  void aTimerNameMayBeEmptyButIsBounded() {
    DurableTimer<Event> timer = DurableTimer.after(Duration.ZERO, new Event());
    for (String text : texts()) {
      assertThat(taken(timer::named, text)).as(text).isEqualTo(wellFormed(text));
    }
  }

  @Test
  void aPartMayBeEmptyButIsBounded() {
    MapKey<String, Long> map = MapKey.of("items", String.class, Long.class);
    QueueKey<String> queue = QueueKey.of("waiting", String.class);
    for (String text : texts()) {
      assertThat(taken(map::part, text)).as(text).isEqualTo(wellFormed(text));
      assertThat(taken(queue::part, text)).as(text).isEqualTo(wellFormed(text));
    }
  }

  @Test
  void aTypeNameIsSmallLettersDigitsAndHyphens() {
    for (String name : drawn(of("az", 0, 70), of("az09-A_ é", 0, 4), of("a0-", 60, 66))) {
      assertThat(taken(text -> MachineType.of(text, Event.class), name))
          .as(name)
          .isEqualTo(name.matches("[a-z][a-z0-9-]{0,63}"));
    }
  }

  @Test
  void aRequestIdIsPrintableAscii() {
    for (String id : drawn(of(" a~", 0, 210), of(" a~\u007F\u001F\té", 0, 3), of("0", 198, 202))) {
      assertThat(taken(RequestId::of, id)).as(id).isEqualTo(id.matches("[ -~]{1,200}"));
    }
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
    assertThat(new ReplyTo<String>("x".repeat(4096)).address()).hasSize(4096);
    assertThatThrownBy(() -> new ReplyTo<String>("x".repeat(4097)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("reply address has 4097 bytes");
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

  private static List<String> texts() {
    return drawn(
        of("aé€/{}", 0, 600),
        of("é", 250, 260),
        of("x", 505, 520),
        of("a\uD83D\uDE00\u001F \u007F", 0, 6));
  }

  private static Alphabet of(String chars, int shortest, int longest) {
    return new Alphabet(chars, shortest, longest);
  }

  /** A thousand texts of each alphabet, the same in every run. */
  private static List<String> drawn(Alphabet... alphabets) {
    Random random = new Random(20_250);
    List<String> drawn = new ArrayList<>();
    for (Alphabet alphabet : alphabets) {
      for (int n = 0; n < 1_000; n++) drawn.add(alphabet.draw(random));
    }
    return drawn;
  }

  private record Alphabet(String chars, int shortest, int longest) {
    String draw(Random random) {
      StringBuilder text = new StringBuilder();
      for (int left = random.nextInt(shortest, longest + 1); left > 0; left--) {
        text.append(chars.charAt(random.nextInt(chars.length())));
      }
      return text.toString();
    }
  }
}
