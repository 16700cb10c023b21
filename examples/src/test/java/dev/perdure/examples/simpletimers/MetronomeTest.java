package dev.perdure.examples.simpletimers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.MachineRef;
import dev.perdure.examples.TestNode;
import dev.perdure.examples.simpletimers.Metronome.Beats;
import dev.perdure.examples.simpletimers.Metronome.Look;
import dev.perdure.examples.simpletimers.Metronome.Start;
import dev.perdure.examples.simpletimers.Metronome.Stop;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Timers beat when they should, and never when they should not. */
@Timeout(300)
final class MetronomeTest {
  private static final MachineRef<Metronome.Event> ONE = Metronome.TYPE.ref("one");
  private static final MachineRef<Metronome.Event> OTHER = Metronome.TYPE.ref("other");

  @TempDir private Path dir;

  private TestNode open() {
    return TestNode.open(dir, Metronome.DEFINITION);
  }

  private static Beats await(
      TestNode node, MachineRef<Metronome.Event> metronome, Predicate<Beats> wanted) {
    return node.await(metronome, Beats.class, Look::new, wanted);
  }

  private static long all(Beats beats) {
    return beats.ticks() + beats.tocks() + beats.stray();
  }

  private static void assertFiveByFive(Beats beats) {
    assertThat(beats.stray()).isZero();
    assertThat(beats.ticks() - beats.tocks()).isBetween(0L, (long) Metronome.BEATS);
  }

  @Test
  void fiveTicksFollowFiveTocksOverRestartsAndNoneIsEarly() {
    try (TestNode node = open()) {
      long began = System.currentTimeMillis();
      node.send("start", ONE, new Start());
      for (int beats = 7; beats <= 42; beats += 7) {
        long wanted = beats;
        Beats there =
            await(
                node,
                ONE,
                beat -> {
                  assertFiveByFive(beat);
                  return all(beat) >= wanted;
                });
        long elapsed = System.currentTimeMillis() - began;
        assertThat(all(there)).isLessThanOrEqualTo(elapsed / Metronome.PERIOD.toMillis());
        node.restart();
      }
    }
  }

  @Test
  void afterAStopTheCountsStandStillOverARestart() {
    try (TestNode node = open()) {
      node.send("start", ONE, new Start());
      await(node, ONE, beats -> all(beats) >= 8);
      node.send("stop", ONE, new Stop());
      Beats stopped = await(node, ONE, _ -> true);
      assertThat(node.show(ONE).orElseThrow().timers()).isEmpty();

      // Another one beats, so that there is time for a beat.
      node.restart();
      node.send("start another", OTHER, new Start());
      await(node, OTHER, beats -> all(beats) >= 12);
      assertThat(await(node, ONE, _ -> true)).isEqualTo(stopped);
    }
  }

  @Test
  void aStopAmongTheBeatsLeavesNoneBehind() {
    try (TestNode node = open()) {
      for (int i = 0; i < 25; i++) {
        long before = all(await(node, ONE, _ -> true));
        node.send("start-" + i, ONE, new Start());
        await(node, ONE, beats -> all(beats) > before);
        node.send("stop-" + i, ONE, new Stop());
        if (i % 10 == 9) node.restart();
      }
      assertThat(await(node, ONE, _ -> true).stray()).isZero();
      assertThat(node.show(ONE).orElseThrow().timers()).isEmpty();
    }
  }
}
