package dev.perdure.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.junit.jupiter.api.Test;

/** What was let go, and the partition that looks for it, under interleavings of Lincheck. */
final class LetGoTest {

  /** A partition that takes a turn whenever something was added, and notes what it was told. */
  private static final class Room {
    private final ConcurrentLinkedQueue<Runnable> ready = new ConcurrentLinkedQueue<>();
    private final long[] told = new long[3];
    private final LetGo letGo;
    private final Turns<Integer> turns;

    Room(LetGo letGo) {
      this.letGo = letGo;
      turns =
          new Turns<>(
              new RunFlag(),
              _ -> {
                letGo.take((source, seq) -> told[source] = Math.max(told[source], seq));
                return false;
              },
              ready::add,
              ready::add);
    }

    void addAndWork(int source, long seq) {
      letGo.add(source, seq);
      turns.wake();
      work();
    }

    void work() {
      for (Runnable next = ready.poll(); next != null; next = ready.poll()) {
        next.run();
      }
    }
  }

  private static void addedByTwo(Supplier<LetGo> letGo) {
    Room room = new Room(letGo.get());
    Interleaved.inThreads(() -> room.addAndWork(1, 7), () -> room.addAndWork(2, 4), room::work);
    room.work();
    if (room.told[1] != 7 || room.told[2] != 4) {
      throw new IllegalStateException(
          "not told: " + room.told[1] + " of 7, " + room.told[2] + " of 4");
    }
  }

  @Test
  void thePartitionIsToldOfEverySource() {
    Interleaved.run(() -> addedByTwo(LetGo::new));
  }

  /** Planted: the flag is cleared after the look, with what was added in between. */
  private static final class HastyLetGo extends LetGo {
    @Override
    void clear() {}

    @Override
    void look(Taker taker) {
      super.look(taker);
      super.clear();
    }
  }

  @Test
  void aFlagClearedAfterTheLookIsCaught() {
    assertThatThrownBy(() -> Interleaved.run(() -> addedByTwo(HastyLetGo::new)))
        .isInstanceOf(LincheckAssertionError.class)
        .hasMessageContaining("not told");
  }

  @Test
  void theLastOfEachSourceCounts() {
    LetGo letGo = new LetGo();
    letGo.add(1, 3);
    letGo.add(1, 5);
    letGo.add(1, 4);
    List<String> told = new ArrayList<>();
    letGo.take((source, seq) -> told.add(source + ":" + seq));
    letGo.take((source, seq) -> told.add("again " + source + ":" + seq));
    assertThat(told).containsExactly("1:5");
  }
}
