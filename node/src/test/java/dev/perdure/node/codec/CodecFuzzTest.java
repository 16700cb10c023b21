package dev.perdure.node.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.MachineRef;
import dev.perdure.Outcome;
import dev.perdure.Placement;
import dev.perdure.ReplyTo;
import dev.perdure.kernel.spi.Codec.CodecException;
import dev.perdure.kernel.spi.Codec.ValueCodec;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged and hostile input, from seeds: it is read or refused, and nothing else happens. */
final class CodecFuzzTest {
  private static final int ROUNDS = 3_000;

  /** What JSON that was written by hand gets wrong. */
  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "\"",
          "null",
          "true",
          "-0",
          "1e999",
          "NaN",
          "\\ud800",
          "\\u0000",
          "\"@type\":\"Done\",",
          "\"@type\":\"Leaf\",",
          "\"@value\":\"A\"",
          "\"to\":\"x\",",
          "99999999999999999999999",
          "1.5",
          "{}",
          "[]",
          "\"\"",
          "-999999999-01-01",
          "\uD83D\uDE00",
          "[[[[[[[[[[[[[[[[[[[[",
          "PT9223372036854775807S",
          "é");

  sealed interface Tree {}

  record Leaf(
      long number,
      double real,
      BigDecimal exact,
      BigInteger huge,
      Instant instant,
      Duration duration,
      OffsetDateTime offset,
      ZonedDateTime zoned,
      UUID uuid,
      URI uri,
      char letter)
      implements Tree {}

  record Branch(
      List<Tree> trees,
      Set<Integer> numbers,
      Map<Kind, Tree> byKind,
      Map<MachineRef<?>, String> byRef,
      Optional<Outcome<Tree>> outcome)
      implements Tree {}

  enum Kind implements Tree {
    A,
    B
  }

  record Event(Tree tree, ReplyTo<String> to) {}

  private final JacksonCodec codec = new JacksonCodec(DurableNames.AS_IN_CODE);
  private final ValueCodec<Tree> trees = codec.of(Tree.class);
  private final IngressDecoder<Event> events = new IngressDecoder<>(codec, Event.class, "Event");

  private static Tree sample() {
    Leaf leaf =
        new Leaf(
            -7,
            0.5,
            new BigDecimal("1.50"),
            BigInteger.TEN,
            Instant.EPOCH,
            Duration.ofMinutes(5),
            OffsetDateTime.parse("2007-12-03T10:15+01:00"),
            ZonedDateTime.parse("2007-12-03T10:15+01:00[Europe/Paris]"),
            UUID.fromString("6f1c1f0e-3a5b-4c0d-9e1f-2a3b4c5d6e7f"),
            URI.create("https://a.example/b"),
            'x');
    MachineRef<?> ref = new MachineRef<>("vm", Placement.of("p"), "7");
    Branch inner =
        new Branch(List.of(leaf), Set.of(1, 2), Map.of(Kind.A, leaf), Map.of(), Optional.empty());
    return new Branch(
        List.of(inner, Kind.B, leaf),
        Set.of(),
        Map.of(Kind.B, Kind.A),
        Map.of(ref, "ref"),
        Optional.of(new Outcome.Done<>(leaf)));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whateverIsReadCanBeWrittenAndReadAgain(long seed) {
    Random random = new Random(seed);
    byte[] sound = trees.encode(sample());
    for (int round = 0; round < ROUNDS; round++) {
      Tree tree;
      try {
        tree = trees.decode(damaged(sound, random));
      } catch (CodecException e) {
        assertThat(e.getMessage()).doesNotContain("tools.jackson", "Source:");
        continue;
      }
      assertThat(trees.decode(trees.encode(tree))).isEqualTo(tree);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whateverComesFromOutsideIsAnEventOrAProblemWithAPlace(long seed) {
    Random random = new Random(seed);
    String tree = new String(trees.encode(sample()), UTF_8);
    byte[] sound = ("{\"tree\":" + tree + "}").getBytes(UTF_8);
    ReplyTo<String> address = new ReplyTo<>("mine");
    for (int round = 0; round < ROUNDS; round++) {
      try {
        Event event = events.decode(damaged(sound, random), Optional.of(address));
        assertThat(event.to()).isEqualTo(address);
      } catch (IngressException e) {
        assertThat(e.pointer()).matches("(/.*)?");
        assertThat(e.getMessage()).doesNotContain("tools.jackson", "Source:", "\n");
      }
    }
  }

  /** Some bytes changed, cut out, or replaced by a piece. */
  private static byte[] damaged(byte[] sound, Random random) {
    byte[] bytes = sound;
    int wounds = 1 + random.nextInt(3);
    for (int i = 0; i < wounds && bytes.length > 0; i++) {
      int at = random.nextInt(bytes.length);
      int until = Math.min(bytes.length, at + random.nextInt(12));
      switch (random.nextInt(4)) {
        case 0 -> {
          bytes = bytes.clone();
          bytes[at] = (byte) random.nextInt(256);
        }
        case 1 -> bytes = spliced(bytes, at, until, new byte[0]);
        case 2 -> bytes = Arrays.copyOf(bytes, at);
        default -> {
          byte[] piece = PIECES.get(random.nextInt(PIECES.size())).getBytes(UTF_8);
          bytes = spliced(bytes, at, random.nextBoolean() ? at : until, piece);
        }
      }
    }
    return bytes;
  }

  private static byte[] spliced(byte[] bytes, int from, int to, byte[] piece) {
    byte[] spliced = new byte[bytes.length - (to - from) + piece.length];
    System.arraycopy(bytes, 0, spliced, 0, from);
    System.arraycopy(piece, 0, spliced, from, piece.length);
    System.arraycopy(bytes, to, spliced, from + piece.length, bytes.length - to);
    return spliced;
  }
}
