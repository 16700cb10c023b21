package dev.perdure.node.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.kernel.spi.Codec.CodecException;
import dev.perdure.kernel.spi.Codec.ValueCodec;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/** What is written is, byte for byte, what Jackson's generator writes. */
final class JsonOutputTest {
  /** What is written as it is, what is escaped, and the first and last of each length in UTF-8. */
  private static final int[] CODE_POINTS = {
    0, 1, 8, 9, 10, 11, 12, 13, 0x1F, ' ', '!', '"', '#', '/', '0', '?', 'a', '[', '\\', ']', '~',
    0x7F, 0x80, 0xA2, 0xFF, 0x100, 0x122, 0x15C, 0x7FF, 0x800, 0x2028, 0xD7FF, 0xE000, 0xFFFD,
    0xFFFF, 0x10000, 0x1F600, 0x10FFFF
  };

  /** Short ones, and long ones, which are looked through eight characters at a time. */
  private static final int[] LENGTHS = {0, 1, 2, 7, 8, 9, 30, 31, 32, 33, 38, 39, 40, 41};

  sealed interface Tree {}

  record Leaf(
      String text,
      long number,
      int small,
      double real,
      float single,
      BigDecimal exact,
      BigInteger huge,
      boolean flag,
      Optional<String> note)
      implements Tree {}

  record Branch(List<Tree> trees, Map<String, Tree> byName) implements Tree {}

  record Texts(List<String> texts) {}

  private final ValueCodec<Tree> trees = new JacksonCodec(DurableNames.AS_IN_CODE).of(Tree.class);
  private final ValueCodec<String> texts =
      new JacksonCodec(DurableNames.AS_IN_CODE).of(String.class);
  private final ValueCodec<Long> numbers = new JacksonCodec(DurableNames.AS_IN_CODE).of(Long.class);

  @Test
  void textsOfAllLengthsWithEachCharacterAnywhere() {
    for (int length : LENGTHS) {
      for (int at = 0; at <= length; at++) {
        for (int codePoint : CODE_POINTS) {
          String text = "x".repeat(at) + Character.toString(codePoint) + "y".repeat(length - at);
          assertWritten(texts.encode(text), json -> json.writeString(text));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void randomTexts(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 5_000; round++) {
      String text = text(random);
      assertWritten(texts.encode(text), json -> json.writeString(text));
    }
  }

  @Test
  void anUnpairedSurrogateIsRefusedWhereverItIs() {
    for (int length : LENGTHS) {
      for (int at = 0; at <= length; at++) {
        for (String half : List.of("\uD800", "\uDBFF", "\uDC00", "\uDFFF", "\uDC00\uD800")) {
          String text = "x".repeat(at) + half + "y".repeat(length - at);
          assertThatThrownBy(() -> texts.encode(text))
              .isInstanceOf(CodecException.class)
              .hasMessageContaining("unpaired surrogate");
        }
      }
    }
    assertThat(texts.encode("as before")).isEqualTo("\"as before\"".getBytes(UTF_8));
  }

  @Test
  void numbersOfAllLengths() {
    List<Long> all = new ArrayList<>(List.of(Long.MIN_VALUE, Long.MAX_VALUE, 0L));
    for (long power = 1; power > 0 && power <= Long.MAX_VALUE / 10; power *= 10) {
      for (long number : new long[] {power - 1, power, power + 1, 10 * power - 1}) {
        all.add(number);
        all.add(-number);
      }
    }
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) all.add(random.nextLong() >> random.nextInt(Long.SIZE));
    for (long number : all) {
      assertThat(new String(numbers.encode(number), UTF_8)).isEqualTo(Long.toString(number));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void randomTrees(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      Tree tree = tree(random, 4);
      assertWritten(trees.encode(tree), json -> write(tree, json));
    }
  }

  @Test
  void aLongTextBetweenShortOnes() {
    String text = "long".repeat(100_000);
    for (String each : List.of("a", text, "b", text + "\u00e9", "c")) {
      assertWritten(texts.encode(each), json -> json.writeString(each));
    }
  }

  record Nested(Map<String, List<Texts>> byName) {}

  @Test
  void whatCannotBeWrittenIsToldWithItsPlace() {
    ValueCodec<Nested> nested = new JacksonCodec(DurableNames.AS_IN_CODE).of(Nested.class);
    Map<String, List<Texts>> byName = new LinkedHashMap<>();
    byName.put("good", List.of(new Texts(List.of("a")), new Texts(List.of())));
    byName.put("b/a~d", List.of(new Texts(List.of()), new Texts(List.of("a", "b", "\uD800"))));
    assertThatThrownBy(() -> nested.encode(new Nested(byName)))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining(": /byName/b~1a~0d/1/texts/2: the string \"\\uD800\"");
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"})
  void thePlaceOfWhatHasNoPropertyYetIsItsOwn() {
    ValueCodec<Nested> nested = new JacksonCodec(DurableNames.AS_IN_CODE).of(Nested.class);
    List<Texts> alien = (List) List.of(new Texts(List.of()), "text");
    assertThatThrownBy(() -> nested.encode(new Nested(Map.of("a", alien))))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining(": /byName/a/1: a java.lang.String is no");
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(random.nextBoolean() ? 12 : 90);
    boolean ascii = random.nextBoolean();
    for (int i = 0; i < length; i++) {
      int odd = CODE_POINTS[random.nextInt(CODE_POINTS.length)];
      text.appendCodePoint(ascii || random.nextInt(8) > 0 ? 'a' + random.nextInt(26) : odd);
    }
    return text.toString();
  }

  private static Tree tree(Random random, int levels) {
    if (levels == 0 || random.nextInt(3) == 0) {
      return new Leaf(
          text(random),
          random.nextLong(),
          random.nextInt(),
          random.nextBoolean() ? random.nextGaussian() : special(random),
          (float) (random.nextBoolean() ? random.nextGaussian() : special(random)),
          new BigDecimal(new BigInteger(random.nextInt(200), random), random.nextInt(200) - 100),
          new BigInteger(random.nextInt(500), random).subtract(BigInteger.TWO.pow(250)),
          random.nextBoolean(),
          random.nextBoolean() ? Optional.empty() : Optional.of(text(random)));
    }
    List<Tree> list = new ArrayList<>();
    Map<String, Tree> map = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) list.add(tree(random, levels - 1));
    for (int i = random.nextInt(4); i > 0; i--) map.put(text(random), tree(random, levels - 1));
    return new Branch(list, map);
  }

  private static double special(Random random) {
    return switch (random.nextInt(7)) {
      case 0 -> 0;
      case 1 -> -0.0;
      case 2 -> Double.NaN;
      case 3 -> Double.NEGATIVE_INFINITY;
      case 4 -> Double.MIN_VALUE;
      case 5 -> 1e300 * random.nextDouble();
      default -> random.nextInt(2000) / 10d;
    };
  }

  private static void assertWritten(byte[] written, Consumer<JsonGenerator> generated) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = Json.FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
      generated.accept(json);
    }
    // A character for each byte, whatever it is.
    assertThat(new String(written, ISO_8859_1)).isEqualTo(bytes.toString(ISO_8859_1));
  }

  private static void write(Tree tree, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("@type", tree.getClass().getSimpleName());
    switch (tree) {
      case Leaf leaf -> write(leaf, json);
      case Branch(var list, var map) -> {
        json.writeArrayPropertyStart("trees");
        list.forEach(each -> write(each, json));
        json.writeEndArray();
        json.writeObjectPropertyStart("byName");
        map.forEach(
            (name, each) -> {
              json.writeName(name);
              write(each, json);
            });
        json.writeEndObject();
      }
    }
    json.writeEndObject();
  }

  private static void write(Leaf leaf, JsonGenerator json) {
    json.writeStringProperty("text", leaf.text);
    json.writeNumberProperty("number", leaf.number);
    json.writeNumberProperty("small", leaf.small);
    json.writeNumberProperty("real", leaf.real);
    json.writeNumberProperty("single", leaf.single);
    json.writeNumberProperty("exact", leaf.exact);
    json.writeNumberProperty("huge", leaf.huge);
    json.writeBooleanProperty("flag", leaf.flag);
    leaf.note.ifPresent(note -> json.writeStringProperty("note", note));
  }
}
