package dev.perdure.kernel;

import static dev.perdure.kernel.Script.log;
import static dev.perdure.kernel.Script.machine;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.Definition;
import dev.perdure.DurableTimer;
import dev.perdure.MachineRef;
import dev.perdure.kernel.Inspection.Status;
import dev.perdure.kernel.Inspection.Verb;
import dev.perdure.kernel.KernelHarness.Settings;
import dev.perdure.kernel.Script.Do;
import dev.perdure.kernel.Script.Event;
import dev.perdure.kernel.Script.State;
import dev.perdure.kernel.Script.Tick;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** G9: memory does not grow with what waits, whatever it waits for. */
final class MemoryBoundsTest {
  private static final int MAX_READY = 10;
  private static final int MAX_UNCOMMITTED = 8;
  private static final int MAX_ACTIVE = 4;

  /**
   * Those that are gone through, those with uncommitted steps, those read ahead, the one stepped.
   */
  private static final int MOST_ACTIVE = MAX_ACTIVE + MAX_UNCOMMITTED + MAX_ACTIVE + 1;

  private static final int MACHINES = 300;
  private static final PartitionConfig NARROW = config(MAX_READY, MAX_UNCOMMITTED, 1 << 24);

  /** Whether "bad" fails. */
  private boolean failing = true;

  private static PartitionConfig config(int ready, int uncommitted, long bytes) {
    return new PartitionConfig(
        1 << 20,
        1 << 20,
        ready,
        uncommitted,
        MAX_ACTIVE,
        MAX_ACTIVE,
        100,
        ofHours(24).toMillis(),
        10,
        bytes);
  }

  private static MachineRef<Event> nth(int number) {
    return Script.type("m").ref(Integer.toString(number));
  }

  private KernelHarness fragile() {
    Definition<State, Event> fragile =
        machine(
            "m",
            (state, event, step) -> {
              if (failing && event.is("bad")) throw new IllegalStateException("injected");
              return state.and(event);
            });
    return new KernelHarness(Settings.standard().config(NARROW), fragile);
  }

  /** Goes on to the end; returns how many machines were in memory at the most. */
  private static long mostActive(KernelHarness kernel, int turns) {
    long most = 0;
    for (int i = 0; i < turns; i++) {
      kernel.turns(1);
      most = Math.max(most, kernel.statistics().active());
    }
    kernel.run();
    return most;
  }

  // ---- machines whose event failed -----------------------------------------------------------

  @Test
  void machinesWhoseEventIsTriedAgainWaitInTheStore() {
    KernelHarness kernel = fragile();
    for (int i = 0; i < MACHINES; i++) {
      kernel.send("r" + i, nth(i), "bad");
      kernel.run();
    }
    assertThat(kernel.statistics().failedAttempts()).isEqualTo(MACHINES);
    assertThat(kernel.statistics().active()).isLessThanOrEqualTo(MAX_ACTIVE + 1);
    failing = false;
    kernel.clock.set(kernel.clock.nowMillis() + ofSeconds(60).toMillis());
    assertThat(mostActive(kernel, 20_000)).isLessThanOrEqualTo(MOST_ACTIVE);
    for (int i = 0; i < MACHINES; i++) {
      assertThat(log(kernel, nth(i))).containsExactly("bad");
    }
    assertThat(kernel.stores.getFirst().size(Keys.WAITING, Keys.WORK, Keys.DUE)).isZero();
  }

  @Test
  void anEventBetweenTwoAttemptsIsNotTriedWhenItsMachineIsRehydrated() {
    KernelHarness kernel = fragile();
    kernel.send("r1", nth(1), "bad");
    kernel.run();
    for (boolean crash : new boolean[] {false, true}) {
      if (crash) {
        kernel.crash();
      } else {
        pushOut(kernel);
      }
      kernel.send("after " + crash, nth(1), "after " + crash);
      kernel.run();
      assertThat(kernel.statistics().failedAttempts()).isEqualTo(crash ? 0 : 1);
    }
    failing = false;
    kernel.advance(ofSeconds(10));
    assertThat(log(kernel, nth(1))).containsExactly("bad", "after false", "after true");
  }

  private static void pushOut(KernelHarness kernel) {
    for (int i = 0; i < 2 * MAX_ACTIVE; i++) {
      kernel.operate(nth(1_000 + i), new Verb.Show());
    }
  }

  @Test
  void attemptsAreCountedOnOverACrash() {
    KernelHarness kernel = fragile();
    kernel.send("r1", nth(1), "bad");
    kernel.run();
    kernel.crash();
    kernel.advance(ofSeconds(10));
    assertThat(kernel.statistics().failedAttempts()).isEqualTo(1);
    assertThat(kernel.view(nth(1)).status()).isEqualTo(Status.QUARANTINED);
    assertThat(kernel.view(nth(1)).parked().orElseThrow().attempts()).isEqualTo(2);
    assertThat(kernel.stores.getFirst().size(Keys.WORK, Keys.DUE)).isZero();
  }

  @Test
  void aPauseBegunByAClockThatWasAheadEndsWithTheNextOpening() {
    KernelHarness kernel = fragile();
    long now = kernel.clock.nowMillis();
    kernel.clock.set(now + ofHours(1).toMillis());
    kernel.send("r1", nth(1), "bad");
    kernel.run();
    failing = false;
    kernel.clock.set(now);
    kernel.crash();
    kernel.run();
    assertThat(log(kernel, nth(1))).containsExactly("bad");
    assertThat(kernel.stores.getFirst().size(Keys.WAITING, Keys.WORK, Keys.DUE)).isZero();
  }

  @Test
  void haltingAMachineBetweenTwoAttemptsLeavesNothing() {
    for (boolean crash : new boolean[] {false, true}) {
      KernelHarness kernel = fragile();
      kernel.send("r1", nth(1), "bad");
      kernel.run();
      if (crash) {
        kernel.crash();
      }
      kernel.operate(nth(1), new Verb.Halt());
      assertThat(kernel.view(nth(1)).waiting()).isZero();
      assertThat(kernel.stores.getFirst().size(Keys.WAITING, Keys.WORK, Keys.DUE)).isZero();
    }
  }

  // ---- machines with waiting events ----------------------------------------------------------

  @Test
  void machinesThatGoThroughTheirMailboxesTakeTurnsInMemory() {
    int each = 5;
    Definition<State, Event> deferring =
        machine(
            "m",
            (state, event, step) ->
                event.is("open")
                    ? state.busy()
                    : state instanceof Script.Open ? step.defer(state) : state.and(event));
    KernelHarness kernel = new KernelHarness(Settings.standard().config(NARROW), deferring);
    for (int i = 0; i < MACHINES; i++) {
      for (int n = 0; n < each; n++) {
        kernel.send("r" + i + "-" + n, nth(i), "n" + n);
        kernel.run();
      }
    }
    long most = 0;
    for (int next = 0; next < MACHINES; ) {
      boolean taken = !kernel.send("open" + next, nth(next), "open").isAnswered();
      next += taken ? 1 : 0;
      kernel.turns(1);
      most = Math.max(most, kernel.statistics().active());
    }
    kernel.run();
    assertThat(most).isLessThanOrEqualTo(MOST_ACTIVE);
    for (int i = 0; i < MACHINES; i++) {
      assertThat(log(kernel, nth(i))).containsExactly("n0", "n1", "n2", "n3", "n4");
    }
  }

  // ---- large steps and large events ----------------------------------------------------------

  @Test
  void stepsThatWriteMuchRunAheadLessFar() {
    long bytes = 1 << 20;
    Definition<State, Event> winding =
        machine(
            "m",
            (state, event, step) -> {
              for (int i = 0; i < 100; i++) {
                step.startTimer(
                    DurableTimer.after(ofMillis(1), new Tick("t")).named(event.word() + i));
              }
              return state;
            });
    KernelHarness kernel =
        new KernelHarness(Settings.standard().config(config(1_000, 1_000, bytes)), winding);
    for (int i = 0; i < 100; i++) {
      kernel.send("r" + i, nth(1), "w" + i);
    }
    while (kernel.work(nth(1), 10) > 0) {}
    // Two keys for each timer.
    assertThat(kernel.statistics().uncommitted()).isBetween(2L, bytes / 2 / (100 * 2 * 250));
    kernel.run();
    assertThat(kernel.statistics().steps()).isGreaterThanOrEqualTo(100);
  }

  @Test
  void largeEventsWaitInTheStore() {
    long bytes = 1 << 20;
    int size = 10_000;
    String large = "x".repeat(size);
    MachineRef<Event> receiver = Script.ref("receiver");
    Definition<State, Event> fanning =
        machine(
            "m",
            (state, event, step) -> {
              for (int i = 0; i < 50; i++) {
                step.send(receiver, new Do(large));
              }
              return state;
            });
    List<Integer> sizes = new ArrayList<>();
    Definition<State, Event> receiving =
        machine(
            "receiver",
            (state, event, step) -> {
              sizes.add(event.word().length());
              return state;
            });
    KernelHarness kernel =
        new KernelHarness(
            Settings.standard().partitions(2).config(config(10_000, 1_000, bytes)),
            fanning,
            receiving);
    int sender = 0;
    while (kernel.placeOf(nth(sender)) == kernel.placeOf(receiver)) sender++;
    for (int i = 0; i < 20; i++) {
      kernel.send("r" + i, nth(sender), "fan");
      while (kernel.work(nth(sender), 10) > 0) {}
      kernel.commit(0);
      kernel.crash(); // And with it the hand-over.
    }
    kernel.work(receiver, 1);
    // One segment may go over the bound; it holds what one step has sent.
    assertThat(kernel.statistics().ready()).isBetween(1L, bytes / 2 / size + 50);
    kernel.run();
    assertThat(sizes).hasSize(1_000).allMatch(one -> one == size);
  }
}
