package dev.perdure.benchmarks.micro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.kernel.spi.Codec.CodecException;
import dev.perdure.kernel.spi.Codec.ValueCodec;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What docs/decisions/0004-codec.md says of the codecs that are compared, but for their speed. */
final class CodecsTest {
  private static final long SUM = ((Sample.State) Sample.STATE.value()).sum();

  /** The state of a counter, later: with a component more. */
  record Grown(long sum, String padding, int resets) {}

  /** With one less. */
  record Shrunk(long sum) {}

  @ParameterizedTest
  @EnumSource
  void whatIsWrittenIsReadBack(Codecs codecs) {
    for (Sample sample : Sample.values()) {
      ValueCodec<Object> codec = sample.codec(codecs);
      assertThat(codec.decode(codec.encode(sample.value()))).isEqualTo(sample.value());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "JSON, 200, 54, 6",
    "JSON_DATABIND, 200, 54, 6",
    "CBOR, 194, 49, 5",
    "SMILE, 197, 52, 8",
    "FORY, 184, 45, 7",
    "FORY_COMPATIBLE, 209, 69, 7",
    "BY_HAND, 185, 46, 8"
  })
  void theSizesAreThoseInTheRecord(Codecs codecs, int state, int event, int reply) {
    assertThat(Sample.values())
        .extracting(sample -> sample.codec(codecs).encode(sample.value()).length)
        .containsExactly(state, event, reply);
  }

  @Test
  void theDefaultRefusesAStateThatLacksAPrimitiveComponent() {
    assertThatThrownBy(() -> readAsGrown(Codecs.JSON))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("resets");
  }

  @ParameterizedTest
  @EnumSource(names = {"JSON_DATABIND", "CBOR", "SMILE", "FORY_COMPATIBLE"})
  void othersPutAZeroInItsPlace(Codecs codecs) {
    assertThat(readAsGrown(codecs).resets()).isZero();
  }

  /** What that component then is depends on what lies behind the bytes in memory. */
  @Test
  void foryTakesAStateForOneOfALaterType() {
    assertThat(readAsGrown(Codecs.FORY).sum()).isEqualTo(SUM);
  }

  private static Grown readAsGrown(Codecs codecs) {
    byte[] written = Sample.STATE.codec(codecs).encode(Sample.STATE.value());
    return codecs.of(Grown.class).decode(written);
  }

  @ParameterizedTest
  @EnumSource(names = "BY_HAND", mode = EnumSource.Mode.EXCLUDE)
  void aStateThatHadAComponentMoreIsRead(Codecs codecs) {
    byte[] written = Sample.STATE.codec(codecs).encode(Sample.STATE.value());
    assertThat(codecs.of(Shrunk.class).decode(written).sum()).isEqualTo(SUM);
  }

  /** Somebody can read it who has no class. */
  @ParameterizedTest
  @EnumSource
  void theNamesOfComponentsAreInWhatIsWritten(Codecs codecs) {
    byte[] written = Sample.STATE.codec(codecs).encode(Sample.STATE.value());
    boolean named = new String(written, StandardCharsets.ISO_8859_1).contains("padding");
    assertThat(named)
        .isEqualTo(
            switch (codecs) {
              case JSON, JSON_DATABIND, CBOR, SMILE -> true;
              case FORY, FORY_COMPATIBLE, BY_HAND -> false;
            });
  }
}
