package dev.perdure.kernel;

import static dev.perdure.kernel.KernelHarness.onSeeds;
import static dev.perdure.kernel.Script.log;
import static dev.perdure.kernel.Script.machine;
import static dev.perdure.kernel.Script.ref;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.Definition;
import dev.perdure.MachineRef;
import dev.perdure.MapKey;
import dev.perdure.Outcome.Cause;
import dev.perdure.Placement;
import dev.perdure.QueueKey;
import dev.perdure.ReplyTo;
import dev.perdure.kernel.Inspection.Status;
import dev.perdure.kernel.KernelHarness.Settings;
import dev.perdure.kernel.Script.Ask;
import dev.perdure.kernel.Script.Do;
import dev.perdure.kernel.Script.Event;
import dev.perdure.kernel.Script.State;
import dev.perdure.kernel.Script.Tick;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which machines there are: virtual and fresh ones, placed ones, and those that have ended. */
final class IdentityTest {
  private static final MachineRef<Event> M = ref("m");

  /** Makes a machine for each event and logs its key. */
  private static final Definition<State, Event> MAKING =
      machine(
          "m",
          (state, event, step) -> {
            MachineRef<Event> made = step.create(Script.type("child"), new Do(event.word()));
            return state.and(made.key());
          });

  @Test
  void aMachineExistsFromItsFirstEventOn() {
    KernelHarness kernel = new KernelHarness(Script.logging("m"));
    assertThat(kernel.exists(M)).isFalse();
    kernel.look(M, "x");
    kernel.run();
    assertThat(kernel.exists(M)).as("a query makes no machine").isFalse();
    kernel.send("r1", M, "a");
    kernel.run();
    assertThat(kernel.exists(M)).isTrue();
  }

  @Test
  void createdMachinesAreMadeExactlyOnceWithKeysThatNeverComeAgain() {
    onSeeds(
        30,
        seed -> {
          KernelHarness kernel =
              new KernelHarness(
                  Settings.standard().partitions(3).seed(seed), MAKING, Script.logging("child"));
          for (int i = 0; i < 30; i++) {
            String id = "r" + i;
            Reply reply = kernel.send(id, M, id);
            kernel.turns((int) seed % 7);
            kernel.crash(); // Each incarnation counts from the beginning, under another epoch.
            if (!reply.isAnswered()) {
              kernel.send(id, M, id);
            }
            kernel.run();
          }
          List<String> made = log(kernel, M);
          assertThat(made).hasSize(30).doesNotHaveDuplicates();
          for (int i = 0; i < 30; i++) {
            assertThat(log(kernel, Script.type("child").ref(made.get(i)))).containsExactly("r" + i);
          }
        });
  }

  @Test
  void idsAreUniqueAndShort() {
    Set<String> ids = new LinkedHashSet<>();
    List<String> made = new ArrayList<>();
    Definition<State, Event> naming =
        machine(
            "m",
            (state, event, step) -> {
              String id = step.newId();
              ids.add(id);
              made.add(id);
              return state;
            });
    KernelHarness kernel = new KernelHarness(Settings.standard().partitions(4), naming);
    for (int round = 0; round < 5; round++) {
      for (int i = 0; i < 20; i++) {
        kernel.send("r" + round + "-" + i, Script.type("m").ref("" + i), "a");
      }
      kernel.run();
      kernel.crash();
    }
    assertThat(made).hasSize(100).doesNotHaveDuplicates();
    assertThat(ids).allSatisfy(id -> assertThat(id).hasSizeLessThanOrEqualTo(64).isPrintable());
  }

  private static final Definition<State, Event> NAMING =
      machine("m", (state, event, step) -> state.and(step.newId()));

  /** Of two nodes, or of one whose directory was wiped: outside they are used side by side. */
  @Test
  void idsOfTwoNodesDiffer() {
    Set<String> ids = new LinkedHashSet<>();
    for (int seed = 1; seed <= 100; seed++) {
      KernelHarness kernel = new KernelHarness(Settings.standard().seed(seed), NAMING);
      kernel.send("r1", M, "a");
      kernel.run();
      ids.addAll(log(kernel, M));
    }
    assertThat(ids).hasSize(100);
  }

  @Test
  void whatTellsIdsOfNodesApartSurvivesARestart() {
    KernelHarness kernel = new KernelHarness(NAMING);
    for (int i = 0; i < 3; i++) {
      kernel.send("r" + i, M, "a");
      kernel.run();
      kernel.crash();
    }
    List<String> made = log(kernel, M);
    assertThat(made).hasSize(3).doesNotHaveDuplicates();
    String origin = made.getFirst().substring(0, made.getFirst().indexOf('-'));
    assertThat(origin).hasSizeBetween(5, 9);
    assertThat(made).allMatch(id -> id.startsWith(origin + "-"));
  }

  /** In the original a failed handler's id could be given out again. */
  @Test
  void anIdOfAStepThatFailedIsNotMadeAgain() {
    List<String> made = new ArrayList<>();
    Definition<State, Event> naming =
        machine(
            "m",
            (state, event, step) -> {
              made.add(step.newId());
              if (made.size() == 1) {
                throw new IllegalStateException("injected");
              }
              return state;
            });
    KernelHarness kernel = new KernelHarness(naming);
    kernel.send("r1", M, "a");
    kernel.advance(ofSeconds(60));
    assertThat(made).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void timeAndChanceOfAStepAreTheSeams() {
    List<String> seen = new ArrayList<>();
    Definition<State, Event> looking =
        machine(
            "m",
            (state, event, step) -> {
              seen.add(step.self() + " " + step.now());
              seen.add(step.random().nextLong() + " " + step.random().nextInt());
              return state;
            });
    for (int run = 0; run < 2; run++) {
      KernelHarness kernel = new KernelHarness(Settings.standard().seed(5), looking);
      kernel.send("r1", M, "a");
      kernel.run();
    }
    assertThat(seen).hasSize(4);
    assertThat(seen.getFirst()).startsWith(M + " ");
    assertThat(seen.subList(2, 4)).isEqualTo(seen.subList(0, 2));
  }

  @Test
  void theTimeOfAStepStandsStill() {
    List<Instant> seen = new ArrayList<>();
    List<SimClock> clocks = new ArrayList<>();
    Definition<State, Event> slow =
        machine(
            "m",
            (state, event, step) -> {
              seen.add(step.now());
              SimClock clock = clocks.getFirst();
              clock.set(clock.nowMillis() + 1_000);
              seen.add(step.now());
              return state;
            });
    KernelHarness kernel = new KernelHarness(slow);
    clocks.add(kernel.clock);
    kernel.send("r1", M, "a");
    kernel.run();
    kernel.send("r2", M, "a");
    kernel.run();
    assertThat(seen).hasSize(4);
    assertThat(seen.get(1)).isEqualTo(seen.get(0));
    assertThat(seen.get(2)).isEqualTo(seen.get(0).plusSeconds(1));
    assertThat(seen.get(3)).isEqualTo(seen.get(2));
  }

  // ---- placement --------------------------------------------------------------------------------

  private static final Definition<State, Event> PLACED = Script.logging("child").placed();

  @Test
  void machinesOfOnePlacementShareAPartition() {
    KernelHarness kernel = new KernelHarness(Settings.standard().partitions(8), PLACED);
    Set<Integer> places = new LinkedHashSet<>();
    for (int i = 0; i < 50; i++) {
      MachineRef<Event> placed = Script.type("child").ref(Placement.of("together"), "" + i);
      kernel.send("r" + i, placed, "a");
      places.add(kernel.placeOf(placed));
    }
    kernel.run();
    assertThat(places).hasSize(1);
    assertThat(
            IntStream.range(0, 50)
                .mapToObj(i -> kernel.placeOf(Script.type("m").ref("" + i)))
                .distinct())
        .as("without a tag the key decides")
        .hasSize(8);
  }

  @Test
  void oneKeyUnderTwoPlacementsIsTwoMachines() {
    KernelHarness kernel = new KernelHarness(PLACED);
    MachineRef<Event> one = Script.type("child").ref(Placement.of("a"), "k");
    MachineRef<Event> two = Script.type("child").ref(Placement.of("b"), "k");
    kernel.send("r1", one, "x");
    kernel.send("r2", two, "y");
    kernel.run();
    kernel.crash();
    assertThat(log(kernel, one)).containsExactly("x");
    assertThat(log(kernel, two)).containsExactly("y");
  }

  @Test
  void theOtherFormOfRefFailsTheStep() {
    Definition<State, Event> wrong =
        machine(
            "m",
            (state, event, step) -> {
              if (event.is("create")) {
                step.create(Script.type("child"), new Do("x"));
              } else if (event.is("send")) {
                step.send(Script.type("child").ref("k"), new Do("x"));
              } else {
                step.newRef(Script.type("m"), Placement.of("tag"));
              }
              return state;
            });
    for (String how : List.of("create", "send", "newRef")) {
      KernelHarness kernel = new KernelHarness(wrong, PLACED);
      kernel.send("r1", M, how);
      kernel.advance(ofSeconds(60));
      assertThat(kernel.view(M).parked().orElseThrow().reason()).contains("BadPlacementException");
    }
  }

  @Test
  void aFreshMachineMayBePlaced() {
    Definition<State, Event> making =
        machine(
            "m",
            (state, event, step) -> {
              step.create(Script.type("child"), Placement.of("tag"), new Do("x"));
              return state;
            });
    KernelHarness kernel = new KernelHarness(making, PLACED);
    kernel.send("r1", M, "a");
    kernel.run();
    assertThat(kernel.stores.getFirst().size(Keys.MACHINE)).isEqualTo(2);
  }

  // ---- halt -------------------------------------------------------------------------------------

  private static final MapKey<String, String> MAP = MapKey.of("map", String.class, String.class);
  private static final QueueKey<String> QUEUE = QueueKey.of("queue", String.class);

  private static final Definition<State, Event> ENDING =
      machine(
          "m",
          (state, event, step) -> {
            if (event.is("halt")) {
              step.send(ref("other"), new Do("last words"));
              return step.halt(state);
            }
            step.map(MAP).put(event.word(), "x");
            step.queue(QUEUE).add(event.word());
            step.startTimer(dev.perdure.DurableTimer.every(ofSeconds(1), new Tick("tick")));
            return state.and(event);
          });

  @Test
  void whatAHaltingStepDoesCommitsAndNothingOfTheMachineIsLeftButATombstone() {
    for (boolean committedBetween : new boolean[] {true, false}) {
      KernelHarness kernel = new KernelHarness(ENDING, Script.logging("other"));
      kernel.send("r1", M, "a");
      if (committedBetween) {
        kernel.run();
      }
      kernel.send("r2", M, "halt");
      kernel.advance(ofSeconds(60));
      assertThat(log(kernel, ref("other"))).containsExactly("last words");
      assertThat(kernel.view(M).status()).isEqualTo(Status.HALTED);
      assertThat(kernel.view(M).stateName()).isEmpty();
      assertThat(kernel.stores.getFirst().size(Keys.MAP, Keys.QUEUE, Keys.TIMER, Keys.DUE))
          .isZero();
    }
  }

  /** Writes as its event says, and stays in its state. */
  private static final Definition<State, Event> HOLDING =
      machine(
          "m",
          (state, event, step) -> {
            switch (event.word()) {
              case "map" -> step.map(MAP).put("key", "x");
              case "queue" -> step.queue(QUEUE).add("x");
              case "timer" ->
                  step.startTimer(dev.perdure.DurableTimer.after(ofDays(1), new Tick("tick")));
              case "many" -> {
                for (int i = 0; i <= Holdings.FEW; i++) {
                  step.map(MAP).put("key " + i, "x");
                }
              }
              case "halt" -> {
                return step.halt(state);
              }
              default -> {}
            }
            return state;
          });

  @ParameterizedTest
  @ValueSource(strings = {"nothing", "map", "queue", "timer", "many"})
  void whateverAMachineHadIsGoneWhenItHasHalted(String what) {
    for (boolean crash : new boolean[] {false, true}) {
      KernelHarness kernel = new KernelHarness(HOLDING);
      kernel.send("r1", M, "begin");
      kernel.send("r2", M, what);
      kernel.run();
      if (crash) {
        kernel.crash();
      }
      kernel.send("r3", M, "halt");
      kernel.run();
      assertThat(kernel.view(M).status()).isEqualTo(Status.HALTED);
      SimStore store = kernel.stores.getFirst();
      assertThat(store.size(Keys.MAP, Keys.QUEUE, Keys.TIMER)).isZero();
      assertThat(store.rangesRemoved()).isEqualTo(what.equals("many") ? 1 : 0);
    }
  }

  /** What it holds is not told by a record of the first version. */
  @Test
  void aMachineOfAnOlderRecordLeavesNothingEither() {
    KernelHarness kernel = new KernelHarness(HOLDING);
    kernel.send("r1", M, "map");
    kernel.send("r2", M, "queue");
    kernel.run();
    SimStore store = kernel.stores.getFirst();
    byte[] known = store.space(0, Keys.MACHINE).getFirst().getValue();
    // Version, status, three numbers of the mailbox, no timers of states; and then the holdings.
    byte[] older = new byte[known.length - 1];
    System.arraycopy(known, 0, older, 0, 6);
    System.arraycopy(known, 7, older, 6, older.length - 6);
    older[0] = 1;
    store.plant(0, Keys.of(Keys.MACHINE, Keys.prefix(M)), older);
    kernel.crash();
    kernel.send("r3", M, "halt");
    kernel.run();
    assertThat(kernel.view(M).status()).isEqualTo(Status.HALTED);
    assertThat(store.size(Keys.MAP, Keys.QUEUE)).isZero();
  }

  @Test
  void aHaltedMachineNeverComesBack() {
    KernelHarness kernel = new KernelHarness(ENDING, Script.logging("other"));
    kernel.send("r1", M, "a");
    kernel.send("r2", M, "halt");
    kernel.run();
    for (boolean crash : new boolean[] {false, true}) {
      if (crash) {
        kernel.crash();
      }
      Reply told = kernel.send("late" + crash, M, "late");
      Reply refused = kernel.ask("ask" + crash, M, "late");
      Reply looked = kernel.look(M, "late");
      kernel.run();
      assertThat(told.no().cause()).isEqualTo(Cause.HALTED);
      assertThat(refused.no().cause()).isEqualTo(Cause.HALTED);
      assertThat(looked.no().cause()).isEqualTo(Cause.HALTED);
      assertThat(kernel.view(M).status()).isEqualTo(Status.HALTED);
      assertThat(kernel.statistics().rejected()).isEqualTo(3);
    }
  }

  /** A retry is told what the first was told, whichever way it asks. */
  @Test
  void whoeverSendsToAHaltedMachineIsToldAndARetryToo() {
    KernelHarness kernel = new KernelHarness(ENDING, Script.logging("other"));
    kernel.send("r1", M, "halt");
    kernel.run();
    String address = new ReplyAddress.OfRequest(M, "asked").toText();
    for (boolean crash : new boolean[] {false, true}) {
      if (crash) {
        kernel.crash();
      }
      List<Reply> replies =
          List.of(
              kernel.send("sent", M, "late"),
              kernel.ask("asked", M, "late"),
              kernel.send("asked", M, new Ask("late", new ReplyTo<>(address))));
      kernel.run();
      assertThat(replies).extracting(reply -> reply.no().cause()).containsOnly(Cause.HALTED);
      assertThat(kernel.statistics().lateAnswers()).isZero();
    }
  }

  /** It was taken when it was sent. */
  @Test
  void whatWaitedWhenTheMachineHaltedStaysAccepted() {
    KernelHarness kernel =
        new KernelHarness(
            machine(
                "m",
                (state, event, step) -> event.is("halt") ? step.halt(state) : step.defer(state)));
    Reply first = kernel.send("r1", M, "a");
    kernel.send("r2", M, "halt");
    kernel.run();
    Reply again = kernel.send("r1", M, "a");
    kernel.run();
    assertThat(first.answer()).isEqualTo(new Answer.Accepted());
    assertThat(again.answer()).isEqualTo(new Answer.Accepted());
    assertThat(kernel.statistics().rejected()).isEqualTo(1);
  }

  /**
   * In the original a late creation request, or a late duplicate, brought a halted machine back.
   */
  @Test
  void aHaltedMachineStaysSoWhenItsTypeIsGoneAndBack() {
    KernelHarness kernel = new KernelHarness(ENDING, Script.logging("other"));
    kernel.send("r1", M, "halt");
    kernel.run();
    kernel.redeploy(
        machine(
            "other",
            (state, event, step) -> {
              throw new AssertionError("not asked");
            }));
    byte[] late =
        Segment.write(
            List.of(
                new Message.Envelope(
                    M,
                    new Message.EventMessage(
                        "Do", new TestCodec().of(Do.class).encode(new Do("b")), null),
                    0,
                    -1,
                    2,
                    null)));
    kernel.stores.getFirst().plant(0, Keys.segment(Keys.INBOX, 0, 2), late);
    kernel.crash();
    kernel.run();
    assertThat(kernel.view(M).status()).isEqualTo(Status.HALTED);
    kernel.redeploy(ENDING, Script.logging("other"));
    kernel.send("r3", M, "c");
    kernel.run();
    assertThat(kernel.view(M).status()).isEqualTo(Status.HALTED);
  }

  @Test
  void aDuplicateOfTheHaltingRequestIsAnsweredAsTheFirst() {
    KernelHarness kernel = new KernelHarness(ENDING, Script.logging("other"));
    kernel.send("r1", M, "halt");
    kernel.run();
    kernel.crash();
    Reply again = kernel.send("r1", M, "halt");
    kernel.run();
    assertThat(again.answer()).isEqualTo(new Answer.Accepted());
    assertThat(log(kernel, ref("other"))).containsExactly("last words");
  }

  @Test
  void theHandlerMustReturnWhatItHaltedWith() {
    Definition<State, Event> odd =
        machine(
            "m",
            (state, event, step) -> {
              step.halt(state);
              return state.and("another");
            });
    KernelHarness kernel = new KernelHarness(odd);
    kernel.send("r1", M, "a");
    kernel.advance(ofSeconds(60));
    assertThat(kernel.view(M).parked().orElseThrow().reason()).contains("halt");
  }
}
