package dev.perdure.testing.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.kernel.spi.Batch;
import dev.perdure.kernel.spi.Epoch;
import dev.perdure.kernel.spi.Head;
import dev.perdure.kernel.spi.Write;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an opening makes of the tail that it finds. */
final class DiskTest {
  private static final byte[] ONE = {'m', 1};
  private static final byte[] OTHER = {'m', 2};
  private static final byte[] SEGMENT = {'i', 1};

  private final List<List<Batch>> applied = new ArrayList<>();
  private final Disk disk = new Disk(2, (group, _) -> applied.add(group));
  private final List<Batch> group =
      List.of(
          new Batch(
              0,
              new Epoch(1),
              1,
              new byte[] {7},
              List.of(new Write.Put(ONE, new byte[] {1}), new Write.Put(OTHER, new byte[] {2})),
              List.of(new Batch.InboxSegment(1, SEGMENT, new byte[] {3}))),
          new Batch(
              1,
              new Epoch(1),
              1,
              new byte[0],
              List.of(new Write.Put(ONE, new byte[] {4})),
              List.of()));

  @Test
  void whatIsWholeIsApplied() {
    Disk.Tail tail = disk.append(group, List.of());
    assertThat(tail.size()).isEqualTo(6);
    assertThat(disk.get(0, ONE)).isNull();
    disk.settle(tail);
    assertThat(disk.tail()).isNull();
    assertThat(applied).containsExactly(group);
    assertThat(disk.head(0).batchNo()).isEqualTo(1);
    assertThat(disk.head(0).bookkeeping()).containsExactly(7);
    assertThat(disk.get(0, OTHER)).containsExactly(2);
    assertThat(disk.get(1, ONE)).containsExactly(4);
    assertThat(disk.get(1, SEGMENT)).containsExactly(3);
    assertThat(disk.finish(tail)).isTrue();
  }

  @Test
  void whateverPartIsLeftOfATornOneIsCut() {
    for (int left = 0; left < 6; left++) {
      Disk.Tail tail = disk.append(group, List.of());
      tail.cut(left);
      disk.settle(tail);
      assertThat(applied).as("%d left", left).isEmpty();
      assertThat(disk.head(0)).isEqualTo(Head.NONE);
      assertThat(disk.get(0, ONE)).isNull();
      assertThat(disk.get(1, SEGMENT)).isNull();
      assertThat(disk.finish(tail)).as("its commit hears of it").isFalse();
    }
  }
}
