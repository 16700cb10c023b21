package dev.perdure.kernel;

import static dev.perdure.kernel.KernelHarness.onSeeds;
import static dev.perdure.kernel.Script.log;
import static dev.perdure.kernel.Script.ref;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.Definition;
import dev.perdure.Machine;
import dev.perdure.MachineRef;
import dev.perdure.MapKey;
import dev.perdure.QueueKey;
import dev.perdure.Step;
import dev.perdure.kernel.KernelHarness.Settings;
import dev.perdure.kernel.Script.Event;
import dev.perdure.kernel.Script.Open;
import dev.perdure.kernel.Script.State;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Behaviour objects, rehydration and passivation, and collections through steps. */
final class ActivationTest {
  private static final MachineRef<Event> M = ref("m");
  private static final MapKey<String, Long> MAP = MapKey.of("map", String.class, Long.class);
  private static final QueueKey<String> QUEUE = QueueKey.of("queue", String.class);

  /** What behaviour objects were activated with. */
  private final List<List<String>> activations = new ArrayList<>();

  private final List<String> failing = new ArrayList<>();

  /** Counts its events in a plain field, which is volatile, and logs the count. */
  private final class Counting implements Machine<State, Event> {
    private int count;

    @Override
    public State initial() {
      return new Open(List.of());
    }

    @Override
    public void activated(State state) {
      activations.add(state.log());
      count = state.log().size();
    }

    @Override
    public State on(State state, Event event, Step<Event> step) {
      count++;
      if (failing.remove(event.word())) {
        count += 100;
        throw new IllegalStateException("injected");
      }
      return state.and(event.word() + count);
    }
  }

  private Definition<State, Event> counting() {
    return Script.behaving("m", Counting::new);
  }

  @Test
  void aBehaviourIsActivatedBeforeItsFirstEvent() {
    KernelHarness kernel = new KernelHarness(counting());
    kernel.send("r1", M, "a");
    kernel.send("r2", M, "b");
    kernel.run();
    assertThat(activations).containsExactly(List.of());
    assertThat(log(kernel, M)).containsExactly("a1", "b2");
  }

  @Test
  void aBehaviourIsActivatedAgainOnRehydrationWithTheCommittedState() {
    KernelHarness kernel = new KernelHarness(counting());
    kernel.send("r1", M, "a");
    kernel.run();
    kernel.crash();
    assertThat(activations).as("not before its next event").hasSize(1);
    kernel.send("r2", M, "b");
    kernel.run();
    assertThat(activations).containsExactly(List.of(), List.of("a1"));
    assertThat(log(kernel, M)).containsExactly("a1", "b2");
  }

  @Test
  void whatAFailedStepLeftInPlainFieldsIsGone() {
    failing.add("b");
    KernelHarness kernel = new KernelHarness(counting());
    kernel.send("r1", M, "a");
    kernel.send("r2", M, "b");
    kernel.send("r3", M, "c");
    kernel.advance(ofSeconds(60));
    assertThat(log(kernel, M)).containsExactly("a1", "b2", "c3");
    assertThat(activations).containsExactly(List.of(), List.of("a1"));
  }

  @Test
  void anActivationThatThrowsIsAFailedStep() {
    KernelHarness kernel =
        new KernelHarness(
            Script.behaving(
                "m",
                () ->
                    new Machine<State, Event>() {
                      @Override
                      public State initial() {
                        return new Open(List.of());
                      }

                      @Override
                      public void activated(State state) {
                        if (!failing.isEmpty()) {
                          throw new IllegalStateException("injected");
                        }
                      }

                      @Override
                      public State on(State state, Event event, Step<Event> step) {
                        return state.and(event);
                      }
                    }));
    failing.add("any");
    kernel.send("r1", M, "a");
    kernel.run();
    failing.clear();
    kernel.advance(ofSeconds(60));
    assertThat(log(kernel, M)).containsExactly("a");
  }

  @Test
  void machinesBeyondTheBoundArePassivatedAndComeBack() {
    onSeeds(
        20,
        seed -> {
          PartitionConfig two =
              new PartitionConfig(1 << 20, 1 << 20, 100, 100, 2, 100, 100, 86_400_000, 10, 1 << 24);
          KernelHarness kernel =
              new KernelHarness(Settings.standard().config(two).seed(seed), counting());
          for (int round = 0; round < 5; round++) {
            for (int i = 0; i < 10; i++) {
              kernel.send("r" + round + "-" + i, Script.type("m").ref("" + i), "e");
              kernel.turns((int) seed % 5);
            }
            kernel.run();
          }
          kernel.send("more", Script.type("m").ref("more"), "e");
          kernel.run(); // Those that were not committed could not go before.
          assertThat(kernel.statistics().active()).isLessThanOrEqualTo(3);
          for (int i = 0; i < 10; i++) {
            assertThat(log(kernel, Script.type("m").ref("" + i)))
                .containsExactly("e1", "e2", "e3", "e4", "e5");
          }
        });
  }

  @Test
  void machinesWithEventsWaitingArePassivatedToo() {
    PartitionConfig two =
        new PartitionConfig(1 << 20, 1 << 20, 100, 100, 2, 100, 100, 86_400_000, 10, 1 << 24);
    KernelHarness kernel =
        new KernelHarness(
            Settings.standard().config(two),
            Script.machine(
                "m",
                (state, event, step) ->
                    event.is("open")
                        ? state.open()
                        : state instanceof Script.Busy
                            ? step.defer(state)
                            : event.is("busy") ? state.busy() : state.and(event)));
    for (String word : List.of("busy", "a", "b", "open")) {
      for (int i = 0; i < 10; i++) {
        kernel.send(word + i, Script.type("m").ref("" + i), word);
        kernel.run();
      }
    }
    assertThat(kernel.statistics().active()).isLessThanOrEqualTo(3);
    for (int i = 0; i < 10; i++) {
      assertThat(log(kernel, Script.type("m").ref("" + i))).containsExactly("a", "b");
    }
  }

  // ---- collections ------------------------------------------------------------------------------

  /** Adds to a map and a queue, and logs what it finds. */
  private State collecting(State state, Event event, Step<Event> step) {
    if (event.is("show")) {
      List<String> all = new ArrayList<>();
      step.map(MAP).entries().forEach(entry -> all.add(entry.getKey() + entry.getValue()));
      step.queue(QUEUE).values().forEach(all::add);
      return state.and(step.map(MAP).size() + "+" + step.queue(QUEUE).size() + all);
    }
    if (event.is("clear")) {
      step.map(MAP).clear();
      step.queue(QUEUE).poll();
      return state;
    }
    step.map(MAP).put(event.word(), step.map(MAP).get(event.word()).orElse(0L) + 1);
    step.queue(QUEUE).add(event.word());
    if (failing.remove(event.word())) {
      throw new IllegalStateException("injected");
    }
    return state;
  }

  @Test
  void collectionsGoWithTheirStep() {
    failing.add("b");
    KernelHarness kernel = new KernelHarness(Script.machine("m", this::collecting));
    kernel.send("r1", M, "a");
    kernel.send("r2", M, "show");
    kernel.send("r3", M, "b");
    kernel.run();
    kernel.crash();
    kernel.send("r4", M, "a");
    kernel.send("r5", M, "show");
    kernel.send("r6", M, "clear");
    kernel.send("r7", M, "show");
    kernel.advance(ofSeconds(60));
    assertThat(log(kernel, M)).containsExactly("1+1[a1, a]", "2+3[a2, b1, a, b, a]", "0+2[b, a]");
  }

  @Test
  void collectionsAreExactWhateverCommitsFail() {
    onSeeds(
        60,
        seed -> {
          KernelHarness kernel =
              new KernelHarness(
                  Settings.standard().seed(seed), Script.machine("m", this::collecting));
          for (int i = 0; i < 10; i++) {
            Reply reply = kernel.send("r" + i, M, "a");
            kernel.turns((int) seed % 11);
            if (i % 3 == 0) {
              kernel.stores.getFirst().fail(SimStore.Fault.UNKNOWN_LOST);
            } else if (i % 3 == 1) {
              kernel.stores.getFirst().fail(SimStore.Fault.UNKNOWN_WRITTEN);
            }
            while (!reply.isAnswered()) {
              kernel.run();
              if (!reply.isAnswered()) {
                reply = kernel.send("r" + i, M, "a");
              }
            }
          }
          kernel.run();
          kernel.send("show", M, "show");
          kernel.run();
          kernel.send("show", M, "show");
          kernel.run();
          String all = String.join(", ", IntStream.range(0, 10).mapToObj(i -> "a").toList());
          assertThat(log(kernel, M)).containsExactly("1+10[a10, " + all + "]");
        });
  }
}
