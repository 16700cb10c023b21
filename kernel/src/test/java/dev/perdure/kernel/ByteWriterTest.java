package dev.perdure.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.kernel.Inspection.Status;
import dev.perdure.kernel.MachineRecord.ScopedTimer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ByteWriterTest {
  @ParameterizedTest
  @ValueSource(
      longs = {
        0,
        1,
        127,
        128,
        16_383,
        16_384,
        Integer.MAX_VALUE,
        1L << 34,
        1L << 35,
        (1L << 56) - 1,
        1L << 56,
        Long.MAX_VALUE
      })
  void aNumberHasTheLengthThatIsSaid(long value) {
    byte[] bytes = new ByteWriter().varint(value).toBytes();
    assertThat(bytes).hasSize(ByteWriter.varintLength(value));
    assertThat(new ByteReader(bytes).varint()).isEqualTo(value);
  }

  @Test
  void bytesThatWereHandedOutStayAsTheyAre() {
    ByteWriter full = new ByteWriter(2).u8(1).u8(2);
    byte[] handedOut = full.toBytes();
    assertThat(full.u8(3).toBytes()).containsExactly(1, 2, 3);
    assertThat(handedOut).containsExactly(1, 2);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 127, 128, 20_000})
  void aMachineRecordKnowsItsLength(int stateBytes) {
    var known =
        new MachineRecord(
            Status.ACTIVE, 300, 1L << 40, 5, List.of(), 3, "open", new byte[stateBytes]);
    assertThat(known.toBytes()).hasSize(known.size());
    checkReadBack(known);
  }

  @Test
  void aMachineRecordWithTimersAndAWideNameIsReadBack() {
    var timers =
        List.of(
            new ScopedTimer(new TimerId("tick", ""), "Superstate"),
            new ScopedTimer(new TimerId("tick", "a".repeat(500)), "état"));
    checkReadBack(new MachineRecord(Status.QUARANTINED, 1, 1, 0, timers, 0, "été", new byte[9]));
  }

  private static void checkReadBack(MachineRecord written) {
    assertThat(MachineRecord.read(written.toBytes())).usingRecursiveComparison().isEqualTo(written);
  }
}
